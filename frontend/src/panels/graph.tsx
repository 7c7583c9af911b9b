export function CoalitionGraph() {
  return null;
}
