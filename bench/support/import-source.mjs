// Imports a module of the sources after building it for Node.
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const checkout = resolve(import.meta.dirname, '..', '..')

export async function importSource(path) {
  return import(await buildSource(path))
}

/** Resolves to the address of the built module. */
export async function buildSource(path) {
  const { build } = await import('vite')
  const outDir = join(checkout, '.cache', 'bench')
  const fileName = `${path.replaceAll('/', '-')}.mjs`
  await build({
    configFile: false,
    root: checkout,
    logLevel: 'warn',
    build: {
      ssr: join(checkout, path),
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: fileName } },
    },
  })
  return pathToFileURL(join(outDir, fileName)).href
}
