"""Data tables: reads every table that deck.yaml names under `data:` from files, queries and the network."""
