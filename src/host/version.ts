import packageFacts from '../../package.json' with { type: 'json' }

/** Portolan's version. */
export const version = packageFacts.version
