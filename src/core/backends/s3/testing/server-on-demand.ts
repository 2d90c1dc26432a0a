/**
 * One S3 server for a whole test run, started when the first suite asks for it and stopped when the run ends. This code
 * runs in the process of the test runner, the suites in others. They connect to a port on loopback and get one line of
 * JSON.
 */
import { createServer } from 'node:net'
import type { TestProject } from 'vitest/node'
import { type Running, startS3Server } from './start-server.ts'

export type { ServerAnswer } from './start-server.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The port at which suites ask for the S3 server. */
    s3ServerPort: number
  }
}

/** The test runner calls this before the suites, and calls the returned function after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let running: Promise<Running> | undefined
  const door = createServer((socket) => {
    socket.on('error', () => {})
    running ??= startS3Server()
    void running.then(({ answer }) => socket.end(`${JSON.stringify(answer)}\n`))
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  door.unref()
  const address = door.address()
  if (typeof address === 'object' && address) project.provide('s3ServerPort', address.port)
  return async () => {
    door.close()
    await (await running)?.stop?.()
  }
}
