/** Runs in the page: records the duration of each frame between `start` and `end`. */
export function installFrameTimes() {
  let frames = []
  let isMeasuring = false
  window.frameTimes = {
    start() {
      frames = []
      isMeasuring = true
      let previous = performance.now()
      const frame = (now) => {
        frames.push(now - previous)
        previous = now
        if (isMeasuring) requestAnimationFrame(frame)
      }
      requestAnimationFrame(frame)
    },
    /** Returns the durations in milliseconds, the shortest first. */
    end() {
      isMeasuring = false
      return frames.slice(1).toSorted((a, b) => a - b)
    },
  }
}
