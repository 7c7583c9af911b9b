export function LedgerPanel() {
  return null;
}
