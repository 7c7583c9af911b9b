"""What a record says about the uncertain numbers of a stochastic model: inference from simulations, without a war."""
