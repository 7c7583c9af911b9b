export function Holding() {
  return null;
}
