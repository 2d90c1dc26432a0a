const tryAgainMs = 1000

/** Loads a part of the window's code. It retries while the host is not reachable. */
export async function fetchCode<Part>(load: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await load()
    } catch {
      await new Promise((resolve) => setTimeout(resolve, tryAgainMs))
    }
  }
}
