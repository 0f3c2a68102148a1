"""What the definition files say: facts, steps, states, specialties, seasons, and conditions that choose among them."""
