export function HowPopover() {
  return null;
}
