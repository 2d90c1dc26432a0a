/** The test suite that every backend passes, for vitest: `describeBackend('mine', { open })`. */
export { describeBackend } from '../core/backends/conformance/describe-backend.ts'
export { bodyOf, readAll, textOf } from '../core/backends/conformance/harness.ts'
export type { Deviation, Ground, Harness, Outside, Suite } from '../core/backends/conformance/harness.ts'
