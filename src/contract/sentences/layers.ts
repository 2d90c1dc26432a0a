/** What the layers around a backend refuse. */
export const layerSentences = {} as const
