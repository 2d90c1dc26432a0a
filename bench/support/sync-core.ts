/** The code that bench/compare.mjs measures, as one module. */
export { compare } from '../../src/core/sync/compare/compare.ts'
export { createPairJudge } from '../../src/core/sync/compare/judge-pair.ts'
export { planSync } from '../../src/core/sync/plan/plan-sync.ts'
