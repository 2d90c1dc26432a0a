export interface PlanNode {
  readonly name?: string
  readonly children?: readonly PlanNode[]
  readonly extra_info?: Readonly<Record<string, unknown>>
}

/** Returns the nodes of the engine's plan that read Parquet. */
export function scansOf(planJson: string): PlanNode[] {
  return scansBelow(JSON.parse(planJson) as PlanNode[])
}

function scansBelow(nodes: readonly PlanNode[]): PlanNode[] {
  return nodes.flatMap((node) => [
    ...(/PARQUET/.test(node.name ?? '') ? [node] : []),
    ...scansBelow(node.children ?? []),
  ])
}

/** Returns the texts of a value that is one text or several. */
export function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
