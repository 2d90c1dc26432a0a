import { z } from 'zod'
import { once, stream } from '../../lib/call-shape.ts'
import { capabilitiesSchema } from '../capabilities.ts'
import { mountGroups, secretPlaces, testSteps } from '../choices.ts'
import { failureKindSchema, failureSchema } from '../schemas/failure.ts'
import { locationSchema, mountNameSchema } from '../schemas/location.ts'

export const mountGroupSchema = z.enum(mountGroups)

export const secretPlaceSchema = z.enum(secretPlaces)
/** Where secrets are to be kept. `inline` is plain text in the mounts file: only ever on request. */
export const keepSchema = z.enum([...secretPlaces, 'inline'])
export type SecretPlace = z.infer<typeof secretPlaceSchema>
export type Keep = z.infer<typeof keepSchema>
/**
 * How a mount that is elsewhere has answered lately. `slow`: it takes long, or asks to slow down. `refused`: it
 * answers, but does not accept the sign-in. `failing`: it did not
 * answer the last time. `open`: it failed so often that it is given a rest, and refuses at once until the next try.
 */
export const mountHealthSchema = z.object({
  state: z.enum(['unknown', 'ok', 'slow', 'refused', 'failing', 'open']),
  /** The last failure, in a sentence; only while it still matters. */
  failure: z.string().exactOptional(),
  kind: failureKindSchema.exactOptional(),
  /** Of `open`: how long until the next try, from when this was told. */
  nextTryMs: z.number().nonnegative().exactOptional(),
})
export type MountHealth = Readonly<z.infer<typeof mountHealthSchema>>

/** A mount as the window and the command line see it. Never holds a secret. */
export const mountInfoSchema = z.object({
  name: z.string(),
  label: z.string().exactOptional(),
  type: z.string(),
  group: mountGroupSchema,
  /** A few words beside the name, from the backend: `S3`, `keeps versions`. */
  hint: z.string().exactOptional(),
  /** A colour's name or `#rrggbb`. */
  color: z.string().exactOptional(),
  readOnly: z.boolean(),
  /** Comes with Portolan; it can't be removed. */
  builtIn: z.boolean(),
  /** Where its secrets are; absent where it has none. `inline` ones lie in plain text: offer to move them. */
  secrets: keepSchema.exactOptional(),
  /** Of mounts that are elsewhere; folders of this computer have none. */
  health: mountHealthSchema.exactOptional(),
  /** The folder of this computer that is its root; known, where it has one, once the mount has been opened. */
  folder: z.string().exactOptional(),
  /** Known once the mount has been opened. */
  capabilities: capabilitiesSchema.exactOptional(),
})
export type MountGroup = z.infer<typeof mountGroupSchema>
export type MountInfo = Readonly<z.infer<typeof mountInfoSchema>>

/** An entry of the mounts file that could not be used; the others are not affected. */
export const mountProblemSchema = z.object({
  name: z.string().exactOptional(),
  file: z.string(),
  line: z.number().int().exactOptional(),
  message: z.string(),
})
export type MountProblem = Readonly<z.infer<typeof mountProblemSchema>>

export const mountListSchema = z.object({ mounts: z.array(mountInfoSchema), problems: z.array(mountProblemSchema) })
export type MountList = Readonly<z.infer<typeof mountListSchema>>

/** What is kept of a mount that is elsewhere, to show it sooner: `false` for nothing, of all or of a part. Whatever is left out is as usual. */
export const mountCacheSchema = z.union([
  z.literal(false),
  z.strictObject({
    /** How long a folder is remembered, and how many entries of all folders. */
    listing: z
      .union([
        z.literal(false),
        z.strictObject({
          days: z.number().positive().exactOptional(),
          entries: z.number().int().positive().exactOptional(),
        }),
      ])
      .exactOptional(),
    /** For how long what was read is shown without asking again whether it changed, and how much is kept. */
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

/** A mount as written in `mounts.yaml`: name, type, and the keys of that type, which its backend checks. */
export const mountConfigSchema = z.looseObject({
  name: mountNameSchema,
  type: z.string().min(1),
  label: z.string().exactOptional(),
  color: z.string().exactOptional(),
  readOnly: z.boolean().exactOptional(),
  /** What it may hold, at the most. */
  quota: z
    .strictObject({ bytes: z.int().nonnegative().exactOptional(), files: z.int().nonnegative().exactOptional() })
    .exactOptional(),
  cache: mountCacheSchema.exactOptional(),
  /** Where the secret keys of its type are, which then are not written here. */
  secret: secretPlaceSchema.exactOptional(),
  /** What they are kept under, so that they survive another name; the mount's name when left out. */
  secretId: z.string().min(1).max(200).exactOptional(),
})
export type MountConfig = Readonly<z.infer<typeof mountConfigSchema>>

/** What can be filled in for a mount. A form is drawn from these alone. */
export const mountFieldSchema = z.object({
  /** The key in the mount's config, `quota.bytes` for one within an object; or among its secrets where the kind is `secret`. */
  key: z.string(),
  label: z.string(),
  /** `file`: a path of this computer. */
  kind: z.enum(['text', 'secret', 'choice', 'boolean', 'number', 'file']),
  required: z.boolean(),
  /** Of use to few: shown on demand. */
  advanced: z.boolean(),
  placeholder: z.string().exactOptional(),
  help: z.string().exactOptional(),
  choices: z.array(z.object({ value: z.string(), label: z.string() })).exactOptional(),
})
export type MountField = Readonly<z.infer<typeof mountFieldSchema>>

/** Something one can choose to add: a type, or a provider that speaks its protocol. */
export const mountTypeSchema = z.object({
  id: z.string(),
  type: z.string(),
  label: z.string(),
  group: mountGroupSchema,
  /** Config that goes with the choice, besides what is filled in. */
  preset: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  fields: z.array(mountFieldSchema),
})
export type MountType = Readonly<z.infer<typeof mountTypeSchema>>

const configPart = z.record(z.string(), z.json())
const secretsGiven = z.record(z.string(), z.string())

/** A mount read from a text or another tool's file. Its secrets stay in the host, for a while, under the draft's id. */
export const mountDraftSchema = z.object({
  draft: z.string(),
  /** Where it was found: `~/.aws/config`. */
  source: z.string().exactOptional(),
  /** With a name that is free. May lack what the text did not say. */
  config: configPart,
  /** The names of the secrets it holds. */
  secrets: z.array(z.string()),
  /** What is missing, or was not understood. */
  problem: z.string().exactOptional(),
})
export type MountDraft = Readonly<z.infer<typeof mountDraftSchema>>

/** A mount for editing, without its secrets. */
export const mountDetailSchema = z.object({
  /** As written, references to the environment included. */
  config: configPart,
  /** The names of the secrets it has, and where each is. */
  secrets: z.array(z.object({ key: z.string(), place: keepSchema })),
  keep: z.union([keepSchema, z.literal('none')]),
  builtIn: z.boolean(),
  /** Why the names of its secrets could not be found out. */
  failure: failureSchema.exactOptional(),
})
export type MountDetail = Readonly<z.infer<typeof mountDetailSchema>>

export const testStepSchema = z.enum(testSteps)
export type TestStep = z.infer<typeof testStepSchema>

/** What was found out about a mount: a step when it is known, and at the end what it means. */
export const testEventSchema = z.union([
  z.object({
    kind: z.literal('step'),
    step: testStepSchema,
    outcome: z.enum(['ok', 'failed', 'not-offered', 'skipped']),
    failure: failureSchema.exactOptional(),
    /** Why it was skipped. */
    reason: z.string().exactOptional(),
    /** A file the test made and could not remove again. */
    leftover: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal('end'),
    /**
     * `read-only`: it can be browsed and read, so making the mount read-only is what works. `untried`: it can be browsed,
     * and whether it may be changed could not be found out at this level.
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
  /** The list now, and again whenever it changes. */
  watch: stream(nothing, mountListSchema),
  /** Opens a mount, which is otherwise done on first use, and gives its capabilities. */
  open: once(named, mountInfoSchema),
  /**
   * Adds a mount to the mounts file, and its secrets to where they are to be kept: the keychain unless `keep` says
   * otherwise. A draft's config and secrets are used where nothing else is given. Fails with `exists`, `bad-input`, and
   * `sign-in` where the secrets can't be kept there, which then are kept nowhere.
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
   * Adds a shelf: a mount that keeps versions of a folder of this computer. Fails with `unsupported` for a folder that is
   * elsewhere, `not-a-folder`, and `exists` for a name that is in use, or a folder that keeps versions already.
   */
  addShelf: once(z.object({ folder: locationSchema, name: mountNameSchema }), mountInfoSchema),
  /**
   * Changes the keys that are given; `null` takes one away, all others stay, also secrets. `keep` moves the secrets to
   * another place: they are proved to be there before they leave the old one. Another `name` renames.
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
   * Takes a mount out of the mounts file, and its secrets from where they are kept; touches nothing in the store. Where
   * the secrets could not be removed the mount is gone all the same, and `secretsLeft` says why.
   */
  remove: once(named, z.object({ secretsLeft: failureSchema.exactOptional() })),
  /** Puts the named mounts of the mounts file in this order; those not named keep their places. */
  reorder: once(z.object({ names: z.array(z.string()) }), nothing),
  /** For editing. */
  describe: once(named, mountDetailSchema),
  /** Moves the secrets of a mount, as those written in plain text, to another place. */
  moveSecrets: once(z.object({ name: z.string(), to: secretPlaceSchema }), mountInfoSchema),
  /** Secrets for this session only; where they are kept nothing changes. */
  giveSecrets: once(z.object({ name: z.string(), secrets: secretsGiven }), nothing),
  /** What can be added, and the fields that every mount has. */
  types: once(nothing, z.object({ common: z.array(mountFieldSchema), types: z.array(mountTypeSchema) })),
  /** Drafts from a URI, a command, variables, or a part of another tool's file. Fails with `bad-input` where it is none. */
  parse: once(z.object({ text: z.string().max(1_000_000) }), z.object({ drafts: z.array(mountDraftSchema) })),
  /** Drafts from the files of other tools, and from the environment. */
  importable: once(
    nothing,
    z.object({
      drafts: z.array(mountDraftSchema),
      problems: z.array(z.object({ source: z.string(), message: z.string() })),
    }),
  ),
  /** Finds out what works with a mount, or with one that is not added yet. Leaves nothing behind, here or there. */
  test: stream(
    z.object({
      name: z.string().exactOptional(),
      config: configPart.exactOptional(),
      secrets: z.record(z.string(), z.string().nullable()).exactOptional(),
      draft: z.string().exactOptional(),
    }),
    testEventSchema,
  ),
  /** Ends the rest of a mount that stopped answering, and tries to reach its root. */
  retryNow: once(named, mountInfoSchema),
  /** Tries to reach the mount's root. */
  check: once(named, z.object({ failure: failureSchema.exactOptional() })),
}
