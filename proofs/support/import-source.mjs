// Modules of the sources, as ones that run in plain Node.
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

export const checkout = resolve(import.meta.dirname, '..', '..')

/** A module that finds files beside itself finds those of the sources. */
export async function importSource(path) {
  const outDir = join(checkout, '.cache', 'proofs', String(process.pid))
  const fileName = `${path.replaceAll('/', '-')}.mjs`
  await build({
    configFile: false,
    root: checkout,
    logLevel: 'warn',
    define: { 'import.meta.dirname': JSON.stringify(dirname(join(checkout, path))) },
    build: {
      ssr: join(checkout, path),
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: fileName } },
    },
  })
  return import(pathToFileURL(join(outDir, fileName)).href)
}
