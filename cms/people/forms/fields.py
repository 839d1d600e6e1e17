"""Labels and error messages of form fields."""


def set_label(field, label, required_message):
    """Set the label and the message for a missing value, and remove allauth's placeholder."""
    field.label = label
    set_required_message(field, required_message)
    field.widget.attrs.pop("placeholder", None)


def set_required_message(field, message):
    field.error_messages["required"] = message
