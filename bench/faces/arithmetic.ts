import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { modelEntry, modelPath } from '../../src/inference/model-files'
import type { FACE_NETWORKS } from './our-match'

type Network = (typeof FACE_NETWORKS)[number]
type Shapes = Record<string, number[]>[]
type ProfiledNode = {
  cat: string
  name: string
  args: { op_name?: string; input_type_shape?: Shapes; output_type_shape?: Shapes }
}

/**
 * The multiplications with addition of one run of a network, in its convolutions and matrix products: from the shapes
 * that onnxruntime notes for every node of the graph as it is in the file. What is added beside them is left out.
 */
export async function multiplyAdds(name: Network): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  try {
    const session = await InferenceSession.create(modelPath(name), {
      graphOptimizationLevel: 'disabled',
      enableProfiling: true,
      profileFilePrefix: join(folder, 'run'),
      logSeverityLevel: 3,
    })
    const dims = modelEntry(name).input?.shape ?? []
    const data = new Float32Array(dims.reduce((product, side) => product * side, 1))
    await session.run({ [session.inputNames[0] ?? '']: new Tensor('float32', data, dims) })
    session.endProfiling()
    const [file = ''] = readdirSync(folder)
    const nodes = JSON.parse(readFileSync(join(folder, file), 'utf8')) as ProfiledNode[]
    return nodes.filter(isRun).reduce((sum, { args }) => sum + multiplyAddsOf(args), 0)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function isRun({ cat, name }: ProfiledNode): boolean {
  return cat === 'Node' && name.endsWith('_kernel_time')
}

/** A convolution: every output takes one filter; a matrix product: every output takes one row of the left. */
function multiplyAddsOf({
  op_name,
  input_type_shape,
  output_type_shape,
}: ProfiledNode['args']): number {
  const [left = [], right = []] = (input_type_shape ?? []).flatMap((one) => Object.values(one))
  const [output = []] = (output_type_shape ?? []).flatMap((one) => Object.values(one))
  if (op_name === 'Conv') return product(output) * product(right.slice(1))
  if (op_name === 'MatMul' || op_name === 'Gemm') return product(output) * (left.at(-1) ?? 1)
  return 0
}

function product(sides: number[]): number {
  return sides.reduce((all, side) => all * side, 1)
}
