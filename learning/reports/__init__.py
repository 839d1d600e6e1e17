"""What managers see of their people's learning: what was assigned, started and completed, never notes, answers or places.

`scope` is whose people a report is about, `matrix` people and modules, `attention` who needs a word first, `person` one record.
"""
