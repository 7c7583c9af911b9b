"""Questions that only many histories together can answer: comparing, attributing, forecasting."""
