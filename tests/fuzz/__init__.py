"""Every reader of ours that is given what others wrote, fed with bytes: by hypothesis and, longer, by atheris."""
