"""What can be done in learning. `record`: what members do. `event_chain`: how an event is stored. `record_publishing`: what publishing by a
trainer means for the record. `drafts`: starting a module. `reminders`: emails about what is due soon."""
