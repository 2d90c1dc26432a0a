import type { Page } from '@playwright/test'

/** Creates a JPEG of one colour with the browser's own encoder. */
export async function jpegOf(page: Page, color: string, width: number, height: number): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ([fill, w, h]) => {
      const canvas = new OffscreenCanvas(w, h)
      const context = canvas.getContext('2d')
      if (context) context.fillStyle = fill
      context?.fillRect(0, 0, w, h)
      const blob = await canvas.convertToBlob({ type: 'image/jpeg' })
      return [...new Uint8Array(await blob.arrayBuffer())]
    },
    [color, width, height] as const,
  )
  return Buffer.from(bytes)
}
