/**
 * Who may import whom, as one table: lib <- contract <- core <- host <- main, serve, cli. Those three also see `rpc`, which
 * itself sees only `lib` and the shape of a failure. The window and the preload script see what runs in a browser.
 */
const rpcInBrowser = [
  'src/rpc/client.ts',
  'src/rpc/wire.ts',
  'src/rpc/frame.ts',
  'src/rpc/credit.ts',
  'src/rpc/item-queue.ts',
  'src/rpc/transports/websocket.ts',
  'src/rpc/transports/message-port.ts',
]

/** `sees`: folders and files below src, besides its own. `inTests`: what its `*.test.ts` see beyond that. */
const layers = {
  lib: { sees: [], runsIn: 'anywhere', inTests: [] },
  contract: { sees: ['src/lib/'], runsIn: 'anywhere', inTests: [] },
  rpc: { sees: ['src/lib/', 'src/contract/failure.ts'], runsIn: 'anywhere', inTests: ['src/contract/'] },
  core: { sees: ['src/lib/', 'src/contract/'], runsIn: 'node', inTests: ['src/rpc/', 'src/host/'] },
  library: { sees: ['src/lib/', 'src/contract/', 'src/core/'], runsIn: 'node', inTests: [] },
  host: { sees: ['src/lib/', 'src/contract/', 'src/core/', 'src/rpc/'], runsIn: 'node', inTests: [] },
  serve: { sees: ['src/lib/', 'src/contract/', 'src/core/', 'src/host/', 'src/rpc/'], runsIn: 'node', inTests: [] },
  cli: {
    sees: ['src/lib/', 'src/contract/', 'src/core/', 'src/host/', 'src/rpc/', 'src/serve/start-serve.ts'],
    runsIn: 'node',
    inTests: [],
  },
  main: {
    sees: ['src/lib/', 'src/contract/', 'src/core/', 'src/host/', 'src/rpc/'],
    runsIn: 'electron',
    inTests: [],
  },
  preload: { sees: ['src/contract/'], runsIn: 'electron', inTests: [] },
  renderer: {
    sees: ['src/lib/', 'src/contract/', ...rpcInBrowser],
    runsIn: 'anywhere',
    inTests: ['src/core/', 'src/host/', 'src/rpc/'],
  },
}

/** Files with schemas. Of `contract/settings` and the rest of `contract` the window takes values as well. */
const schemaFiles = [
  '^src/contract/(api|schemas)/',
  '^src/contract/(capabilities|contract|facets|history|transfer)\\.ts$',
  'node_modules/zod/',
]

/** `order`: rooms of a folder, from the lowest up; each may import those before it. `shared`: files beside them that all may import. */
const rooms = {
  'core/transfers': {
    shared: [],
    order: ['journal', 'decide', 'stages', 'copy', 'plan', 'run', 'compress', 'undo', 'report', 'queue'],
  },
  'core/sync': {
    shared: ['actions.ts'],
    order: ['filters', 'compare', 'base', 'plan', 'pair'],
  },
  'core/backends/object-store': {
    shared: ['address.ts', 'object-names.ts', 'store.ts'],
    order: ['failures', 'read', 'write'],
  },
  'core/backends/s3': {
    shared: ['config.ts', 'providers.ts'],
    order: ['failures', 'connect', 'read', 'write', 'copy', 'properties', 'versions'],
  },
  'core/backends/gcs': {
    shared: ['config.ts'],
    order: ['failures', 'connect', 'read', 'write', 'versions'],
  },
  'core/backends/azure': {
    shared: ['config.ts'],
    order: ['failures', 'connect', 'read', 'write', 'properties', 'copy', 'versions'],
  },
  'core/backends/local': {
    shared: ['config.ts'],
    order: ['failures', 'paths', 'system', 'read', 'bulk', 'write'],
  },
  'core/backends/sftp': {
    shared: ['config.ts'],
    order: ['wire', 'host-key', 'failures', 'paths', 'connect', 'read', 'write', 'bulk'],
  },
  'core/backends/ftp': {
    shared: ['config.ts'],
    order: ['wire', 'failures', 'paths', 'connect', 'read', 'write'],
  },
  'core/backends/webdav': {
    shared: ['config.ts'],
    order: ['failures', 'connect', 'read', 'write'],
  },
  'core/backends/hdfs': {
    shared: ['config.ts'],
    order: ['failures', 'connect', 'read', 'write'],
  },
}

/** Shared code of backends: of one nature, of facets, and of adding a mount. */
const kits = ['object-store', 'web', 'git-host', 'adding', 'facets'].map((kit) => `^src/core/backends/${kit}/`)

const names = Object.keys(layers)
// what tests share is a test too, and so is the conformance suite, in several files
const tests = '(\\.test(-support)?\\.tsx?|^src/core/backends/conformance/[^/]+\\.ts)$'
const pattern = (paths) => paths.map((path) => `^${path.replaceAll('.', '\\.')}`)
const below = (folders) => folders.map((folder) => `^src/${folder}/`)

const layerRules = Object.entries(layers).flatMap(([layer, { sees, inTests }]) => [
  {
    name: `${layer}-sees`,
    comment: `src/${layer} may import: ${sees.join(', ') || 'nothing else of ours'}`,
    severity: 'error',
    from: { path: `^src/${layer}/`, pathNot: tests },
    to: { path: '^src/', pathNot: ['\\.d\\.ts$', `^src/${layer}/`, ...pattern(sees)] },
  },
  {
    name: `${layer}-tests-see`,
    severity: 'error',
    from: { path: tests, pathNot: `^(?!src/${layer}/)` },
    to: { path: '^src/', pathNot: [`^src/${layer}/`, ...pattern([...sees, ...inTests])] },
  },
])

const roomRules = Object.entries(rooms).flatMap(([folder, { shared, order }]) =>
  order.map((room, at) => {
    const seen = [...order.slice(0, at).map((each) => `${each}/`), ...shared]
    return {
      name: `${folder.split('/').at(-1)}-${room}-sees`,
      comment: `${folder}/${room} may import: ${seen.join(', ') || 'no other room'}`,
      severity: 'error',
      from: { path: `^src/${folder}/${room}/`, pathNot: tests },
      to: { path: `^src/${folder}/`, pathNot: pattern([`${room}/`, ...seen].map((each) => `src/${folder}/${each}`)) },
    }
  }),
)

module.exports = {
  forbidden: [
    ...layerRules,
    ...roomRules,
    {
      name: 'known-folders-only',
      comment: 'a new top folder belongs in the table first',
      severity: 'error',
      from: { path: '^src/[^/]+/', pathNot: below(names) },
      to: {},
    },
    {
      name: 'electron-only-in-main',
      comment: 'everything else must run without Electron',
      severity: 'error',
      from: { path: '^src/', pathNot: below(names.filter((name) => layers[name].runsIn === 'electron')) },
      to: { path: '^(electron$|electron/|node_modules/electron/)' },
    },
    {
      name: 'runs-in-a-browser',
      comment: 'what the window shares has nothing of Node in it',
      severity: 'error',
      from: { path: below(names.filter((name) => layers[name].runsIn === 'anywhere')), pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'backends-are-apart',
      comment:
        'a backend never imports another; what they share lies beside their folders, or in a kit, which knows none',
      severity: 'error',
      from: { path: '^src/core/backends/([^/]+)/', pathNot: [tests, '^src/core/backends/shelf/'] },
      to: { path: '^src/core/backends/[^/]+/', pathNot: ['^src/core/backends/$1/', ...kits] },
    },
    {
      name: 'shelf-is-a-local-folder',
      comment: 'the shelf is the local backend with a history, and knows no other one',
      severity: 'error',
      from: { path: '^src/core/backends/shelf/', pathNot: tests },
      to: { path: '^src/core/backends/[^/]+/', pathNot: ['^src/core/backends/(shelf|local)/', ...kits] },
    },
    {
      name: 'features-are-apart',
      comment: 'app/ composes features; they do not know each other',
      severity: 'error',
      from: { path: '^src/renderer/features/([^/]+)/' },
      to: { path: '^src/renderer/features/[^/]+/', pathNot: '^src/renderer/features/$1/' },
    },
    {
      name: 'content-knows-no-feature',
      comment: 'what can be shown of a file serves several features, which may not know each other',
      severity: 'error',
      from: { path: '^src/renderer/content/' },
      to: { path: '^src/renderer/(features|app|commands)/' },
    },
    {
      name: 'no-cycles',
      comment: 'of types, too: two files that know each other are one',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-schemas-in-the-window',
      comment:
        'schemas would bring zod into the window; what it needs of them is in files without (see docs/ARCHITECTURE.md)',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: '\\.test\\.tsx?$' },
      to: { path: schemaFiles, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'an import that leads nowhere escapes every other rule',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['\\?modulePath$', '^electron$', '\\.css$'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: '^(out|dist)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
