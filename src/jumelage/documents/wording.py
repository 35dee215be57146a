"""Why a file is not taken, in words for the person who brings it."""

from django.utils.translation import gettext_lazy as _

from jumelage.documents.domain.checks import Fault

FAULTS = {
    Fault.EMPTY: _("The file is empty."),
    Fault.TOO_LARGE: _("The file is larger than 20 MB. Scan it in less detail, or split it."),
    Fault.UNKNOWN_KIND: _(
        "Only PDF files and pictures (PNG, JPEG, WebP) are kept. Save the document as a PDF, then upload that."
    ),
    Fault.NAME_DIFFERS: _("The file’s name says it is something else than what is in it."),
    Fault.TYPE_DIFFERS: _("Your browser says that the file is something else than what is in it."),
    Fault.MORE_THAN_ONE: _(
        "Something else is hidden in the file or follows its end. Save the document anew, then upload that."
    ),
    Fault.PDF_BROKEN: _("The PDF cannot be read: it is damaged. Save or scan it anew."),
    Fault.PDF_LOCKED: _("The PDF is locked with a password. Save it without one."),
    Fault.PDF_SCRIPT: _("The PDF has a program in it (JavaScript). Print it into a new PDF."),
    Fault.PDF_LAUNCH: _("The PDF opens other files or programs. Print it into a new PDF."),
    Fault.PDF_SENDS: _("The PDF is a form that sends what is typed. Print it into a new PDF."),
    Fault.PDF_FILES: _(
        "The PDF has other files in it. Upload each by itself, or print it into a new PDF."
    ),
    Fault.PDF_MEDIA: _("The PDF has sound, films or models in it. Print it into a new PDF."),
    Fault.PICTURE_BROKEN: _("The picture cannot be read: it is damaged or cut off."),
    Fault.PICTURE_HUGE: _("The picture has more than 40 million pixels. Make it smaller."),
    Fault.PICTURE_MOVES: _("The picture moves. Only still pictures are kept."),
}
