"""What is uploaded: documents, pictures, recordings and captions must be what they say, and no larger than they may be.

`kinds` knows how each sort of file begins, `limits` how large it may be; the others are Wagtail's forms, which refuse with a sentence
beside the field. Knows nothing of ours.
"""
