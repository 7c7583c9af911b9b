export function Cohesion() {
  return null;
}
