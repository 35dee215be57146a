"""The addresses of the workspace of registry editors."""

from django.urls import path

from jumelage.workspace.guard import for_editors
from jumelage.workspace.views import duplicates, questions

app_name = "review"
urlpatterns = [
    path("", questions.queue, name="queue"),
    path("<int:number>/", questions.question, name="question"),
    path("decisions/<int:number>/withdraw/", questions.withdraw, name="withdraw"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("compare/", duplicates.compare, name="compare"),
    path("merges/", duplicates.merges, name="merges"),
    path("merges/<int:number>/part/", duplicates.part, name="part"),
]

for pattern in urlpatterns:
    pattern.callback = for_editors(pattern.callback)
