import type { HtmlTagDescriptor, Plugin } from 'vite'

/** Makes the page load the code for the panes together with its first chunk, which requests it only a little later. */
export function preloadWindow(): Plugin {
  return {
    name: 'preload-window',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((output) => output.type === 'chunk')
        const windowPart = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith('/app/start/open-window.ts'))
        if (!windowPart) return []
        const needed = [windowPart.fileName, ...windowPart.imports].filter((name) => !html.includes(name))
        return needed.map((name): HtmlTagDescriptor => {
          const attrs = { rel: 'modulepreload', crossorigin: true, href: `./${name}` }
          return { tag: 'link', attrs, injectTo: 'head' }
        })
      },
    },
  }
}
