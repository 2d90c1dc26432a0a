/** The path of a module as a bundle of its own, for worker threads and child processes. */
declare module '*?modulePath' {
  const path: string
  export default path
}
