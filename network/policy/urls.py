"""The rules: reading them, making them, knowing them; channels outside; what is seen."""

from django.urls import path

from network.policy.views import channels, coverage, evidence, knowing, quiz, reading

app_name = "policy"
urlpatterns = [
    path("policy/", reading.rules, name="rules"),
    path("policy/section/<slug:slug>/", reading.section, name="section"),
    path("policy/section/<slug:slug>/card/", reading.section_card, name="section_card"),
    path("policy/asked/", knowing.asked, name="asked"),
    path("policy/asked/later/", knowing.later, name="later"),
    path("policy/questions/", knowing.questions, name="questions"),
    path("policy/questions/<id:pk>/", knowing.answer, name="answer"),
    path("policy/evidence/", evidence.evidence, name="evidence"),
    path("policy/evidence/<id:pk>/approve/", evidence.approve, name="approve_evidence"),
    path("policy/evidence/<id:pk>/file/", evidence.evidence_file, name="evidence_file"),
    path("policy/drafts/<slug:slug>/quiz/", quiz.draft_quiz, name="draft_quiz"),
    path("policy/drafts/<slug:slug>/quiz/<id:pk>/", quiz.draft_question, name="draft_question"),
    path("policy/drafts/<slug:slug>/quiz/<id:pk>/drop/", quiz.drop_draft_question, name="drop_question"),
    path("settings/acknowledgements/", knowing.my_acknowledgements, name="my_acknowledgements"),
    path("settings/acknowledgements/file/", knowing.my_acknowledgements_file, name="my_acknowledgements_file"),
    path("channels/", channels.channels, name="channels"),
    path("channels/new/", channels.channel_new, name="channel_new"),
    path("channels/representing/", channels.representing, name="representing"),
    path("channels/<slug:slug>/", channels.channel, name="channel"),
    path("channels/<slug:slug>/edit/", channels.channel_edit, name="channel_edit"),
    path("channels/<slug:slug>/representatives/", channels.representative_new, name="representative_new"),
    path("channels/<slug:slug>/representatives/<id:pk>/", channels.representative_edit, name="representative_edit"),
    path("people/<str:handle>/channels/", channels.represents, name="represents"),
    # after the words above, which are no names of documents
    path("policy/<slug:slug>/", reading.document, name="document"),
    path("policy/<slug:slug>/versions/<id:number>/", reading.version, name="version"),
    path("policy/<slug:slug>/versions/<id:number>/<slug:language>.pdf", reading.paper, name="paper"),
    path("policy/<slug:slug>/compare/<id:a>..<id:b>/", reading.compare, name="compare"),
    path("policy/<slug:slug>/acknowledge/", knowing.acknowledge_page, name="acknowledge"),
    path("policy/<slug:slug>/quiz/", quiz.quiz, name="quiz"),
    path("policy/<slug:slug>/coverage/", coverage.coverage, name="coverage"),
]
