import react from '@vitejs/plugin-react'
import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { build, type Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react(), modulePath()],
  // what the examples import, as they would from the package
  resolve: {
    alias: {
      'portolan/conformance': join(import.meta.dirname, 'src', 'library', 'conformance.ts'),
      'portolan/plugin': join(import.meta.dirname, 'src', 'library', 'plugin.ts'),
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.{ts,mjs}', 'examples/**/*.test.js'],
    environment: 'node',
    // for tests of components, which ask for happy-dom in their first line: there is room for all parts of the window
    environmentOptions: { happyDOM: { width: 1440, height: 900 } },
    setupFiles: ['./vitest.setup.ts'],
    globalSetup: [
      './src/core/backends/s3/testing/server-on-demand.ts',
      './src/core/backends/azure/testing/azurite-on-demand.ts',
    ],
    // most of them wait for servers: three side by side keep even two cores busy
    maxWorkers: Math.max(3, availableParallelism() - 1),
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
})

/**
 * `import path from './worker.ts?modulePath'`, as electron-vite has it: the path of that module as a bundle of its own.
 * Tests so run worker threads from the same sources as the app does.
 */
function modulePath(): Plugin {
  return {
    name: 'module-path',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('?modulePath')) return null
      const entry = id.slice(0, -'?modulePath'.length)
      const outDir = join(import.meta.dirname, '.cache', 'module-path', String(process.pid))
      mkdirSync(outDir, { recursive: true })
      const fileName = `${basename(entry, '.ts')}.mjs`
      await build({
        configFile: false,
        logLevel: 'warn',
        plugins: [modulePath()],
        build: {
          ssr: entry,
          outDir,
          emptyOutDir: false,
          rollupOptions: { output: { entryFileNames: fileName } },
        },
      })
      return `export default ${JSON.stringify(join(outDir, fileName))}`
    },
  }
}
