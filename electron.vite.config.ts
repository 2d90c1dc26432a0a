import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { preloadWindow } from './scripts/preload-window.ts'
import { resolve } from 'node:path'

const source = (path: string) => resolve(import.meta.dirname, 'src', path)

export default defineConfig({
  main: {
    build: {
      // what every command needs: each file that Node has to find and read by itself would delay the start
      externalizeDeps: { exclude: ['zod', 'yaml', '@marcbachmann/cel-js', 'mrmime'] },
      rollupOptions: {
        input: {
          index: source('main/index.ts'),
          'host-process': source('main/host-process.ts'),
          cli: source('cli/index.ts'),
          library: source('library/index.ts'),
          plugin: source('library/plugin.ts'),
          conformance: source('library/conformance.ts'),
        },
        external: ['vitest'], // whoever runs the suite brings it
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // a sandboxed preload must be CommonJS, in one file
      rollupOptions: {
        input: { index: source('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [react(), tailwindcss(), preloadWindow()],
    worker: { format: 'es' },
    // the manifest is for `scripts/check-first-chunk.mjs`
    build: { minify: true, manifest: true, rollupOptions: { input: source('renderer/index.html') } },
  },
})
