/** Returns the style sheet of a rendered text, with the colours of the window. */
export function frameSheet(style: CSSStyleDeclaration): string {
  const color = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return `
    :root { color-scheme: ${style.colorScheme}; font: ${style.fontSize} / 1.55 'Inter Variable', 'Segoe UI', system-ui, sans-serif; color: ${color('ink')}; background: ${color('sunk')} }
    body { margin: 0; padding: 0.75rem 1.25rem 1.5rem; overflow-wrap: anywhere }
    main { max-width: 46rem; margin: 0 auto; font-size: 0.875rem }
    h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.4em 0 0.5em }
    main > :first-child { margin-top: 0 }
    h1 { font-size: 1.5rem } h2 { font-size: 1.2rem } h3 { font-size: 1rem } h4, h5, h6 { font-size: 0.875rem }
    a { color: ${color('sea-ink')}; text-decoration: underline }
    code, pre { font: 0.8125rem / 1.5 ui-monospace, monospace }
    code { background: ${color('row')}; border-radius: 4px; padding: 0.1em 0.3em }
    pre { background: ${color('panel')}; border: 1px solid ${color('line')}; border-radius: 8px; padding: 0.75rem; white-space: pre-wrap }
    pre code { background: none; padding: 0 }
    blockquote { margin: 1em 0; padding-left: 1rem; border-left: 3px solid ${color('line-strong')}; color: ${color('ink-2')} }
    table { border-collapse: collapse } th, td { border: 1px solid ${color('line-strong')}; padding: 0.3rem 0.6rem; text-align: start }
    hr { border: 0; border-top: 1px solid ${color('line-strong')}; margin: 1.5em 0 }`
}
