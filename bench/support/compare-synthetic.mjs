// Compares two sides of synthetic entries that no store contains, or plans a sync of them. bench/compare.mjs starts it
// in a separate process.
const [address, kind, shape, filesText, changedText] = process.argv.slice(2)
const { compare, planSync, createPairJudge } = await import(address)
const [files, changed] = [Number(filesText), Number(changedText)]
const perFolder = shape === 'flat' ? files : 1000
const pageRows = 2000
const { signal } = new AbortController()
const capabilities = {
  modifiedTime: { canSet: true, precisionMs: 1 },
  caseSensitive: true,
  distinguishesUnicodeForms: true,
  limits: {},
}

function nameOf(number) {
  // The names are not in order, like those of a file system.
  return `${((number * 7919) % perFolder).toString(36).padStart(5, '0')}-report.txt`
}

function page(from, until, edited, folder) {
  const count = until - from
  const names = new TextEncoder().encode(Array.from({ length: count }, (_, row) => nameOf(from + row)).join(''))
  const length = names.length / count
  return {
    count,
    names,
    nameEnds: Uint32Array.from({ length: count }, (_, row) => (row + 1) * length),
    kinds: new Uint8Array(count),
    sizes: Float64Array.from({ length: count }, (_, row) => ((folder * perFolder + from + row) % 100_000) + 1),
    modified: Float64Array.from({ length: count }, (_, row) =>
      edited > 0 && (folder * perFolder + from + row) % Math.round(1 / edited) === 0 ? 2e12 : 1e12,
    ),
    facts: {},
    extras: [],
  }
}

function folderPage(count) {
  const encoded = Array.from({ length: count }, (_, each) => `f${String(each).padStart(6, '0')}`)
  return {
    count,
    names: new TextEncoder().encode(encoded.join('')),
    nameEnds: Uint32Array.from({ length: count }, (_, row) => (row + 1) * 7),
    kinds: new Uint8Array(count).fill(1),
    sizes: new Float64Array(count).fill(Number.NaN),
    modified: new Float64Array(count).fill(Number.NaN),
    facts: {},
    extras: [],
  }
}

function side(edited) {
  return {
    capabilities,
    localPath: {},
    async *list(path) {
      if (path === '' && shape !== 'flat') {
        yield folderPage(Math.ceil(files / perFolder))
        return
      }
      const folder = Number(path.slice(1) || 0)
      for (let from = 0; from < perFolder; from += pageRows)
        yield page(from, Math.min(perFolder, from + pageRows), edited, folder)
    },
  }
}

const left = { mount: 'left', path: '', backend: side(0) }
const right = { mount: 'right', path: '', backend: side(changed) }
const began = performance.now()
let items
if (kind === 'compare') items = compare(left, right, { by: 'size-and-time', nowMs: 0, signal })
else {
  const judge = createPairJudge(left, right, { by: 'size-and-time', signal })
  const mark = (edited, folder, row) => ({
    kind: 'file',
    sizeBytes: ((folder * perFolder + row) % 100_000) + 1,
    modifiedMs: 1e12,
  })
  const base = {
    isEmpty: () => false,
    *folder(path) {
      if (path === '' && shape !== 'flat') {
        for (let each = 0; each < Math.ceil(files / perFolder); each++)
          yield {
            name: `f${String(each).padStart(6, '0')}`,
            agreed: { left: { kind: 'folder' }, right: { kind: 'folder' } },
          }
        return
      }
      const folder = Number(path.slice(1) || 0)
      for (let row = 0; row < perFolder; row++)
        yield { name: nameOf(row), agreed: { left: mark(0, folder, row), right: mark(0, folder, row) } }
    },
  }
  const list = { left: (path) => left.backend.list(path), right: (path) => right.backend.list(path) }
  const precisionMs = { left: 1, right: 1 }
  items = planSync(list, base, { mode: 'two-way', onConflict: 'keep-both', precisionMs, judge, signal })
}
let told = 0
let counts
for await (const item of items) {
  told += (item.rows ?? item.actions ?? []).length
  if (item.kind === 'end') counts = item.counts
}
console.error(
  JSON.stringify({ ms: performance.now() - began, told, counts, peakMiB: process.resourceUsage().maxRSS / 1024 }),
)
