"""Labels and error messages of form fields."""


def set_label(field, label, missing):
    field.label, field.error_messages["required"] = label, missing
    field.widget.attrs.pop("placeholder", None)


def set_required_message(field, words):
    field.error_messages["required"] = words
