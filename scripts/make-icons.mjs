// Renders resources/icon.png from resources/icon.svg. Packaging creates every other size and format from it.
import { chromium } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChromium, root } from './setup.mjs'

const size = 1024
const executablePath = await ensureChromium()
const browser = await chromium.launch({
  ...(executablePath && { executablePath }),
  args: ['--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage({ viewport: { width: size, height: size } })
const svg = readFileSync(join(root, 'resources', 'icon.svg'), 'utf8')
await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px }</style>${svg}`)
await page.screenshot({ path: join(root, 'resources', 'icon.png'), omitBackground: true })
await browser.close()
