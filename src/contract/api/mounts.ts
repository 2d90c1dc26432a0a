import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { capabilitiesSchema } from '../capabilities.ts'
import { mountGroups, secretPlaces, testSteps } from '../choices.ts'
import { failureKindSchema, failureSchema } from '../schemas/failure.ts'
import { locationSchema, mountNameSchema } from '../schemas/location.ts'

export const mountGroupSchema = z.enum(mountGroups)

export const secretPlaceSchema = z.enum(secretPlaces)
/** Where secrets are to be kept. `inline` is plain text in the mounts file and is used only on request. */
export const keepSchema = z.enum([...secretPlaces, 'inline'])
export type SecretPlace = z.infer<typeof secretPlaceSchema>
export type Keep = z.infer<typeof keepSchema>
/**
 * How a remote mount answered recently. `slow`: it takes long or asks to slow down. `refused`: it answers but rejects
 * the sign-in. `failing`: it did not answer the last time. `open`: it failed so often that the circuit breaker is open;
 * calls fail at once until the next try.
 */
export const mountHealthSchema = z.object({
  state: z.enum(['unknown', 'ok', 'slow', 'refused', 'failing', 'open']),
  /** The message of the last failure; present only while it is still relevant. */
  failure: z.string().exactOptional(),
  kind: failureKindSchema.exactOptional(),
  /** With `open`: the time until the next try, counted from when this was sent. */
  nextTryMs: z.number().nonnegative().exactOptional(),
})
export type MountHealth = Readonly<z.infer<typeof mountHealthSchema>>

/** A mount as the window and the command line see it. It never holds a secret. */
export const mountInfoSchema = z.object({
  name: z.string(),
  label: z.string().exactOptional(),
  type: z.string(),
  group: mountGroupSchema,
  /** A short hint from the backend, shown next to the name: `S3`, `keeps versions`. */
  hint: z.string().exactOptional(),
  /** The name of a colour, or `#rrggbb`. */
  color: z.string().exactOptional(),
  readOnly: z.boolean(),
  /** The mount is built into Portolan and can't be removed. */
  builtIn: z.boolean(),
  /**
   * Where the secrets are kept; absent if the mount has none. `inline` secrets are in plain text, so the user should be
   * offered to move them.
   */
  secrets: keepSchema.exactOptional(),
  /** Only for remote mounts. */
  health: mountHealthSchema.exactOptional(),
  /** The folder of this computer that is the root, if the mount has one. Known once the mount has been opened. */
  folder: z.string().exactOptional(),
  /** Known once the mount has been opened. */
  capabilities: capabilitiesSchema.exactOptional(),
})
export type MountGroup = z.infer<typeof mountGroupSchema>
export type MountInfo = Readonly<z.infer<typeof mountInfoSchema>>

/** An entry of the mounts file that can't be used. The other entries are not affected. */
export const mountProblemSchema = z.object({
  name: z.string().exactOptional(),
  file: z.string(),
  line: z.number().int().exactOptional(),
  message: z.string(),
})
export type MountProblem = Readonly<z.infer<typeof mountProblemSchema>>

export const mountListSchema = z.object({ mounts: z.array(mountInfoSchema), problems: z.array(mountProblemSchema) })
export type MountList = Readonly<z.infer<typeof mountListSchema>>

/**
 * What is cached of a remote mount, to show it faster. `false` turns the cache off, for everything or for one part.
 * Omitted keys have their defaults.
 */
export const mountCacheSchema = z.union([
  z.literal(false),
  z.strictObject({
    /** How long a listing is cached, and how many entries of all folders together. */
    listing: z
      .union([
        z.literal(false),
        z.strictObject({
          days: z.number().positive().exactOptional(),
          entries: z.number().int().positive().exactOptional(),
        }),
      ])
      .exactOptional(),
    /** How long cached bytes are shown without checking whether the file changed, and how many are kept. */
    content: z
      .union([
        z.literal(false),
        z.strictObject({
          seconds: z.number().nonnegative().exactOptional(),
          bytes: z.number().int().positive().exactOptional(),
        }),
      ])
      .exactOptional(),
  }),
])

/**
 * A mount as written in `mounts.yaml`: its name, its type, and the keys of that type. The backend checks those keys.
 */
export const mountConfigSchema = z.looseObject({
  name: mountNameSchema,
  type: z.string().min(1),
  label: z.string().exactOptional(),
  color: z.string().exactOptional(),
  readOnly: z.boolean().exactOptional(),
  /** The most that the mount may hold. */
  quota: z
    .strictObject({ bytes: z.int().nonnegative().exactOptional(), files: z.int().nonnegative().exactOptional() })
    .exactOptional(),
  cache: mountCacheSchema.exactOptional(),
  /** Where the secret keys of this type are kept. They are then not written here. */
  secret: secretPlaceSchema.exactOptional(),
  /** The key under which the secrets are stored, so that they survive a rename. The default is the mount's name. */
  secretId: z.string().min(1).max(200).exactOptional(),
})
export type MountConfig = Readonly<z.infer<typeof mountConfigSchema>>

/** A field that can be filled in for a mount. Forms are drawn from these fields alone. */
export const mountFieldSchema = z.object({
  /**
   * The key in the mount's config, as `quota.bytes` for a nested one. For the kind `secret` it is the key among the
   * secrets.
   */
  key: z.string(),
  label: z.string(),
  /** `file`: a path of this computer. */
  kind: z.enum(['text', 'secret', 'choice', 'boolean', 'number', 'file']),
  required: z.boolean(),
  /** Few users need the field, so it is shown only on demand. */
  advanced: z.boolean(),
  placeholder: z.string().exactOptional(),
  help: z.string().exactOptional(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })).exactOptional(),
})
export type MountField = Readonly<z.infer<typeof mountFieldSchema>>

/** A choice when adding a mount: a type, or a provider that uses its protocol. */
export const mountTypeSchema = z.object({
  id: z.string(),
  type: z.string(),
  label: z.string(),
  group: mountGroupSchema,
  /** Config that the choice adds to what the user fills in. */
  preset: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  fields: z.array(mountFieldSchema),
})
export type MountType = Readonly<z.infer<typeof mountTypeSchema>>

const configPart = z.record(z.string(), z.json())
const secretsGiven = z.record(z.string(), z.string())

/**
 * A mount found in a text or in another tool's file. The host keeps its secrets for a limited time under the draft's
 * id.
 */
export const mountDraftSchema = z.object({
  draft: z.string(),
  /** The file where it was found: `~/.aws/config`. */
  source: z.string().exactOptional(),
  /** Has a free name. Keys that the text did not contain may be missing. */
  config: configPart,
  /** The names of the secrets that it holds. */
  secrets: z.array(z.string()),
  /** What is missing or was not understood. */
  problem: z.string().exactOptional(),
})
export type MountDraft = Readonly<z.infer<typeof mountDraftSchema>>

/** A mount for editing, without its secrets. */
export const mountDetailSchema = z.object({
  /** The config as written, including references to environment variables. */
  config: configPart,
  /** The names of its secrets, and where each is kept. */
  secrets: z.array(z.object({ key: z.string(), place: keepSchema })),
  keep: z.union([keepSchema, z.literal('none')]),
  builtIn: z.boolean(),
  /** Why the names of its secrets could not be read. */
  failure: failureSchema.exactOptional(),
})
export type MountDetail = Readonly<z.infer<typeof mountDetailSchema>>

export const testStepSchema = z.enum(testSteps)
export type TestStep = z.infer<typeof testStepSchema>

/** A result of testing a mount: each step when it is known, and a verdict at the end. */
export const testEventSchema = z.union([
  z.object({
    kind: z.literal('step'),
    step: testStepSchema,
    outcome: z.enum(['ok', 'failed', 'not-offered', 'skipped']),
    failure: failureSchema.exactOptional(),
    /** Why the step was skipped. */
    reason: z.string().exactOptional(),
    /** A file that the test created and could not remove. */
    leftover: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('end'),
    /**
     * `read-only`: the mount can be listed and read, so adding it as read-only works. `untried`: it can be listed, but
     * this level of test does not find out whether it can be changed.
     */
    works: z.enum(['all', 'read-only', 'untried', 'partly', 'nothing']),
    message: z.string(),
  }),
])
export type TestEvent = Readonly<z.infer<typeof testEventSchema>>

const nothing = z.object({})
const named = z.object({ name: z.string() })

export const mountsApi = {
  list: once(nothing, mountListSchema),
  /** Yields the list of mounts now, and again after each change. */
  watch: stream(nothing, mountListSchema),
  /** Opens a mount and returns it with its capabilities. Otherwise, a mount is opened on first use. */
  open: once(named, mountInfoSchema),
  /**
   * Adds a mount to the mounts file, and stores its secrets in the keychain unless `keep` says otherwise. Config and
   * secrets that are not given come from the draft. Fails with `exists` or `bad-input`. Fails with `sign-in` if the
   * secrets can't be stored there; they are then stored nowhere.
   */
  add: once(
    z.object({
      config: configPart,
      secrets: secretsGiven.exactOptional(),
      draft: z.string().exactOptional(),
      keep: keepSchema.exactOptional(),
    }),
    mountInfoSchema,
  ),
  /**
   * Adds a shelf: a mount that keeps versions of a folder of this computer. Fails with `unsupported` for a remote
   * folder, and with `not-a-folder`. Fails with `exists` if the name is in use or the folder already keeps versions.
   */
  addShelf: once(z.object({ folder: locationSchema, name: mountNameSchema }), mountInfoSchema),
  /**
   * Changes the given keys; `null` removes a key. All others stay, including secrets. `keep` moves the secrets to
   * another place: they are verified there before they are removed from the old place. A different `name` renames the
   * mount.
   */
  update: once(
    z.object({
      name: z.string(),
      config: configPart.exactOptional(),
      secrets: z.record(z.string(), z.string().nullable()).exactOptional(),
      draft: z.string().exactOptional(),
      keep: keepSchema.exactOptional(),
    }),
    mountInfoSchema,
  ),
  /** Adds the same mount with the same secrets under another name. */
  duplicate: once(z.object({ name: z.string(), as: mountNameSchema }), mountInfoSchema),
  /**
   * Removes a mount from the mounts file, and its secrets from their place. Changes nothing in the store. If the
   * secrets can't be removed, the mount is removed anyway and `secretsLeft` gives the reason.
   */
  remove: once(named, z.object({ secretsLeft: failureSchema.exactOptional() })),
  /** Puts the given mounts of the mounts file in this order. The others keep their positions. */
  reorder: once(z.object({ names: z.array(z.string()) }), nothing),
  /** Returns a mount for editing. */
  describe: once(named, mountDetailSchema),
  /** Moves the secrets of a mount to another place, for example those in plain text. */
  moveSecrets: once(z.object({ name: z.string(), to: secretPlaceSchema }), mountInfoSchema),
  /** Provides secrets for this session only. Stored secrets do not change. */
  giveSecrets: once(z.object({ name: z.string(), secrets: secretsGiven }), nothing),
  /** Returns the types that can be added, and the fields that every mount has. */
  types: once(nothing, z.object({ common: z.array(mountFieldSchema), types: z.array(mountTypeSchema) })),
  /**
   * Returns drafts from a URI, a command, variables, or a part of another tool's file. Fails with `bad-input` if the
   * text contains no mount.
   */
  parse: once(z.object({ text: z.string().max(1_000_000) }), z.object({ drafts: z.array(mountDraftSchema) })),
  /** Returns drafts from the files of other tools and from the environment. */
  importable: once(
    nothing,
    z.object({
      drafts: z.array(mountDraftSchema),
      problems: z.array(z.object({ source: z.string(), message: z.string() })),
    }),
  ),
  /**
   * Tests what works with a mount, or with one that is not added yet. Leaves nothing behind in the store or on this
   * computer.
   */
  test: stream(
    z.object({
      name: z.string().exactOptional(),
      config: configPart.exactOptional(),
      secrets: z.record(z.string(), z.string().nullable()).exactOptional(),
      draft: z.string().exactOptional(),
    }),
    testEventSchema,
  ),
  /** Closes the circuit breaker of a mount that stopped answering, and tries to reach its root. */
  retryNow: once(named, mountInfoSchema),
  /** Tries to reach the mount's root. */
  check: once(named, z.object({ failure: failureSchema.exactOptional() })),
}
