from django.urls import path

from profiles.views import administration, cards, directory, fields, person, settings, sign_in

app_name = "profiles"
urlpatterns = [
    path("people/", directory.people, name="people"),
    path("people/<str:handle>/", person.person, name="person"),
    path("people/<str:handle>/card/", cards.hover_card, name="hover_card"),
    path("people/<str:handle>/contact/", cards.contact, name="contact"),
    path("people/<str:handle>/contact.vcf", cards.vcf, name="vcf"),
    path("people/<str:handle>/follow/", person.follow, name="follow"),
    path("people/<str:handle>/photo/<str:name>/<int:size>/", person.photo, name="photo"),
    path("people/<str:handle>/skills/<slug:slug>/confirm/", person.confirm, name="confirm"),
    path("administration/", administration.administration, name="administration"),
    path("administration/fields/", fields.fields, name="fields"),
    path("administration/fields/new/", fields.add_field, name="add_field"),
    path("administration/fields/<slug:key>/remove/", fields.remove_field, name="remove_field"),
    path("settings/", settings.settings, name="settings"),
    path("settings/profile/", settings.edit, name="edit"),
    path("settings/photo/", settings.edit_photo, name="edit_photo"),
    path("settings/photo/remove/", settings.remove_photo, name="remove_photo"),
    path("settings/skills/", settings.skills, name="skills"),
    path("settings/skills/<slug:slug>/withdraw/", settings.withdraw, name="withdraw"),
    path("settings/skills/<slug:slug>/ask/", settings.ask, name="ask"),
    path("settings/appearance/", settings.appearance, name="appearance"),
    path("settings/language/", settings.language, name="language"),
    path("settings/sessions/<int:pk>/end/", settings.end_session, name="end_session"),
    path("demo/sign-in/", sign_in.demo_sign_in, name="demo_sign_in"),
    path("set-up/", sign_in.set_up, name="set_up"),
]
