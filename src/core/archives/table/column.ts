type Numbers = Float64Array | Int32Array | Uint32Array | Uint8Array

/** Numbers by index in one growing array. A million entries need a few such arrays and no object for each entry. */
export interface Column {
  readonly get: (index: number) => number
  readonly set: (index: number, value: number) => void
}

export function createColumn(type: { new (length: number): Numbers }): Column {
  let data = new type(1024)
  return {
    get: (index) => data[index] ?? 0,
    set(index, value) {
      if (index >= data.length) {
        const grown = new type(Math.max(index + 1, data.length * 2))
        grown.set(data)
        data = grown
      }
      data[index] = value
    },
  }
}
