"""What is taken out, of which campaign, and as which kind of file."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ideas.models import Campaign, Export


class ExportForm(forms.Form):
    """What is taken out."""

    what = forms.ChoiceField(label=_("What do you need?"), choices=Export.What.choices, widget=forms.RadioSelect)
    campaign = forms.ChoiceField(label=_("Campaign"), required=False, choices=())
    form = forms.ChoiceField(
        label=pgettext_lazy("export", "As"), choices=Export.Form.choices, initial=Export.Form.CSV,
        widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, campaigns: Sequence[Campaign], data: QueryDict | None = None, *, everything: bool) -> None:
        super().__init__(data, initial={"what": Export.What.IDEAS})
        self.campaigns = {campaign.slug: campaign for campaign in campaigns}
        named = [(slug, campaign.name) for slug, campaign in self.campaigns.items()]
        self.fields["campaign"].choices = [("", _("All campaigns")), *named] if everything else named  # type: ignore[attr-defined]
        self.fields["campaign"].required = not everything

    @property
    def chosen(self) -> Campaign | None:
        """The campaign; None: all of them."""
        return self.campaigns.get(self.cleaned_data["campaign"])
