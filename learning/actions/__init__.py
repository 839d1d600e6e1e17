"""The verbs of learning: `record` for what members do, `publishing` for what a trainer's publishing means for the record, `drafting` for
a module that is begun, `reminding` for letters about what is due soon."""
