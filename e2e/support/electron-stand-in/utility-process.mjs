import { EventEmitter } from 'node:events'
import { pathToFileURL } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { openAsEmitterPort } from './ports.mjs'

const thisFile = import.meta.url

/** Runs a file in a thread that has a `process.parentPort`, like Electron's utility process. */
export function forkThread(file) {
  const child = new EventEmitter()
  const worker = new Worker(new URL(thisFile), { workerData: { standInFile: file } })
  child.postMessage = (message, ports = []) => {
    const bare = ports.map((port) => port.detach())
    worker.postMessage({ message, ports: bare }, bare)
  }
  child.kill = () => void worker.terminate()
  worker.on('error', (error) => console.error(error))
  worker.on('exit', (code) => child.emit('exit', code))
  return child
}

if (!isMainThread && workerData?.standInFile) {
  const port = new EventEmitter()
  const early = []
  const receive = ({ message, ports }) => port.emit('message', { data: message, ports: ports.map(openAsEmitterPort) })
  parentPort.on('message', (received) => (port.listenerCount('message') > 0 ? receive(received) : early.push(received)))
  port.on('newListener', (event) => event === 'message' && setImmediate(() => early.splice(0).forEach(receive)))
  process.parentPort = port
  await import(pathToFileURL(workerData.standInFile).href)
}
