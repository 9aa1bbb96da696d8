//! Python source text to syntax tree.
