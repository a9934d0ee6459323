"""Views: figures that are folds of the decision log, the same on every host."""
