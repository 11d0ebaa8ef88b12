from django.urls import path

from profiles.views import administration, directory, person, settings, sign_in

app_name = "profiles"
urlpatterns = [
    path("people/", directory.people, name="people"),
    path("people/<str:handle>/", person.person, name="person"),
    path("people/<str:handle>/follow/", person.follow, name="follow"),
    path("people/<str:handle>/photo/<str:name>/<int:size>/", person.photo, name="photo"),
    path("people/<str:handle>/skills/<slug:slug>/confirm/", person.confirm, name="confirm"),
    path("administration/", administration.administration, name="administration"),
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
