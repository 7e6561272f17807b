"""The platform's modules, in tiers (see ARCHITECTURE.md): calls go down, facts go up."""
