import icon from '../icon.svg'

/** Our mark and name. */
export function Mark() {
  return (
    <span className="mark">
      <img src={icon} alt="" width="24" height="24" /> Countersign
    </span>
  )
}
