const tryAgainMs = 1000

/** Fetches a part of the window's code. While it can't be fetched, as the host is away, it is tried again. */
export async function fetchCode<Part>(load: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, tryAgainMs))
    }
  }
}
