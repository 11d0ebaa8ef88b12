"""The rules: reading them, making them, knowing them; channels outside; what is seen."""

from django.urls import path

from network.policy.views import reading

app_name = "policy"
urlpatterns = [
    path("policy/", reading.rules, name="rules"),
    path("policy/section/<slug:slug>/", reading.section, name="section"),
    path("policy/section/<slug:slug>/card/", reading.section_card, name="section_card"),
    path("policy/<slug:slug>/", reading.document, name="document"),  # the words above are no names of documents
    path("policy/<slug:slug>/versions/<id:number>/", reading.version, name="version"),
    path("policy/<slug:slug>/versions/<id:number>/<slug:language>.pdf", reading.paper, name="paper"),
    path("policy/<slug:slug>/compare/<id:a>..<id:b>/", reading.compare, name="compare"),
]
