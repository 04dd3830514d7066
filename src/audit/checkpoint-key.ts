/** Where checkpoints of audit logs lie beside the images; no image's key begins so. */
export const CHECKPOINT_PREFIX = 'audit/'

/** `root`: in hex. Two checkpoints of one size are two objects, so that none is ever replaced. */
export function checkpointKey(tenantId: string, { size, root }: { size: number; root: string }) {
  return `${CHECKPOINT_PREFIX}${tenantId}/${String(size).padStart(10, '0')}-${root.slice(0, 16)}`
}
