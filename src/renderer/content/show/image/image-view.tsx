import { useCallback } from 'react'

export interface ImageViewProps {
  readonly image: Blob
  readonly name: string
  readonly className?: string
  /** A value from 0 to 1. */
  readonly opacity?: number
  readonly onBroken: () => void
  /** Called with the size in pixels when it is known. */
  readonly onSize?: (width: number, height: number) => void
}

/**
 * Shows an image in its own proportions, never larger than its size. The image cannot run code or load other resources.
 */
export function ImageView({ image, name, className = '', opacity = 1, onBroken, onSize }: ImageViewProps) {
  const show = useCallback(
    (element: HTMLImageElement) => {
      const url = URL.createObjectURL(image)
      element.src = url
      return () => URL.revokeObjectURL(url)
    },
    [image],
  )
  return (
    <img
      ref={show}
      alt={name}
      className={`checkered ${className}`}
      style={{ opacity }}
      onError={onBroken}
      onLoad={({ currentTarget }) => onSize?.(currentTarget.naturalWidth, currentTarget.naturalHeight)}
    />
  )
}
