"""Rows of the table of languages: Germanic ones."""

from __future__ import annotations

from archive.mail.languages.language import Language

GERMANIC = (
    Language(
        code="en", from_="From", sent="Sent|Sent time|Date sent", date="Date", to="To", cc="Cc|Bcc|Copy to",
        subject="Subject", reply_to="Reply-To|Reply to",
        wrote="wrote|wrotee|wrot|worte|writes|write|said|says|has written", wrote_either="spake",
        said="write|said|says", aside="the following|as follows|in|to me|thusly|something like", on="On|At",
        quoting="Quoting|According to|Excerpts from",
        opening="Thus|As|Previously,|Previously|Once upon a time,|Once upon a time",
        before_name="from|user|at|by|where|hrs|hours|o'clock",
        forwarded="forwarded message|begin forwarded message|start of forwarded message|forwarded mail"
        "|forwarded email|forwarded e-mail|forwarded by",
        forwarding="forward|fwd",
        end_of_forwarded="end of forwarded message|end forwarded message|end original message"
        "|end of original message",
        original="original message|original e-mail|original email|original mail|original appointment"
        "|reply message|reply to message|replied message",
        on_behalf_of="on behalf of",
        months="January/Jan|February/Feb|March/Mar|April/Apr|May|June/Jun|July/Jul|August/Aug"
        "|September/Sep/Sept|October/Oct|November/Nov|December/Dec",
        weekdays="Monday/Mon|Tuesday/Tue/Tues|Wednesday/Wed|Thursday/Thu/Thur/Thurs|Friday/Fri|Saturday/Sat"
        "|Sunday/Sun",
        other_days="yesterday|today", am="AM|a.m.", pm="PM|p.m.",
        pronouns="you|i|he|she|they|we|it|who|someone|somebody", particles="via|aka|and",
        prose="the|this|that|these|those|documentation|commit|message|manual|page|comment|code|spec|standard"
        "|patch|changelog|when|while|where|which|what|also|then|but|so|if|as|because|there|here|earlier"
        "|above|below|only|sorry|by|for",
    ),
    Language(
        code="de", from_="Von", sent="Gesendet|Gesendet am|Gesendet um", date="Datum", to="An",
        cc="Cc|Kopie|Kopie an", subject="Betreff", reply_to="Antwort an|Antworten an",
        wrote="hat geschrieben|geschrieben", wrote_either="schrieb|schrieben|schreibt|meinte|sprach",
        said="meinte|sprach", aside="folgendes", on="Am", quoting="Zitat von|Zitiere", opening="Also",
        before_name="Uhr|um|der Benutzer",
        forwarded="weitergeleitete nachricht|weitergeleitete mail|weitergeleitete e-mail"
        "|anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail"
        "|beginn der weitergeleiteten nachricht|anfang weitergeleitete nachricht",
        forwarding="weitergeleitet", end_of_forwarded="ende der weitergeleiteten nachricht",
        original="ursprüngliche nachricht|ursprüngliche mail|ursprüngliche e-mail|original-nachricht"
        "|originalnachricht|original nachricht|antwort nachricht",
        on_behalf_of="im auftrag von|i. a. von|i.a. von",
        months="Januar/Jan/Jänner/Jän|Februar/Feb/Feber|März/Mrz/Mär|April/Apr|Mai|Juni/Jun|Juli/Jul"
        "|August/Aug|September/Sep/Sept|Oktober/Okt|November/Nov|Dezember/Dez",
        weekdays="Montag/Mo|Dienstag/Di|Mittwoch/Mi|Donnerstag/Do|Freitag/Fr|Samstag/Sonnabend/Sa|Sonntag/So",
        other_days="gestern|heute", am="vorm.", pm="nachm.", pronouns="du|er|sie|ich",
        particles="von|der|den|zu",
    ),
    Language(
        code="nl", from_="Van", sent="Verzonden|Verzonden op|Verstuurd", date="Datum", to="Aan",
        cc="CC|Kopie", subject="Onderwerp", reply_to="Antwoord aan|Antwoord-aan|Beantwoorden",
        wrote="geschreven|heeft geschreven|het volgende geschreven", wrote_either="schreef|schreeft|schrijft",
        aside="het volgende", on="Op", quoting="Citeren|Citeren van", before_name="om|uur",
        forwarded="doorgestuurd bericht|begin doorgestuurd bericht|begin van doorgestuurd bericht"
        "|doorgestuurde e-mail|doorgezonden bericht",
        forwarding="doorgest|doorgezonden", end_of_forwarded="einde doorgestuurd bericht",
        original="oorspronkelijk bericht|origineel bericht|oorspronkelijke bericht|origineel e-mailbericht",
        on_behalf_of="namens",
        months="januari/jan|februari/feb|maart/mrt|april/apr|mei|juni/jun|juli/jul|augustus/aug"
        "|september/sep/sept|oktober/okt|november/nov|december/dec",
        weekdays="maandag/ma|dinsdag/di|woensdag/wo|donderdag/do|vrijdag/vr|zaterdag/za|zondag/zo",
        other_days="gisteren", am="a.m.", pm="p.m.", particles="van|ten|ter|den|der",
    ),
    Language(
        code="af", from_="Van", sent="Gestuur|Gestuur op", date="Datum", to="Aan", cc="CC|Kopie",
        subject="Onderwerp", wrote="het geskryf|skryf", wrote_either="geskryf", on="Op",
        forwarded="aangestuurde boodskap|begin aangestuurde boodskap|begin van aangestuurde boodskap",
        forwarding="aangestuur", original="oorspronklike boodskap|oorspronklike bericht",
        on_behalf_of="namens",
        months="Januarie/Jan|Februarie/Feb|Maart/Mrt|April/Apr|Mei|Junie/Jun|Julie/Jul|Augustus/Aug"
        "|September/Sep|Oktober/Okt|November/Nov|Desember/Des",
        weekdays="Maandag/Ma|Dinsdag/Di|Woensdag/Wo|Donderdag/Do|Vrydag/Vr|Saterdag/Sa|Sondag/So", am="vm.",
        pm="nm.",
    ),
    Language(
        code="sv", from_="Från", sent="Skickat|Sänt|Skickades", date="Datum", to="Till",
        cc="Kopia|Kopia till", subject="Ämne", reply_to="Svara till|Svar till", wrote_either="skrev|skriver",
        aside="följande", on="Den", before_name="kl|kl.|klockan|användaren",
        forwarded="vidarebefordrat meddelande|vidarebefordrat mejl|vidarebefordrat brev|vidarebefordrat mail"
        "|börja vidarebefordrat meddelande|vidarebefordrat e-postmeddelande"
        "|början på vidarebefordrat meddelande|början av vidarebefordrat meddelande"
        "|start på vidarebefordrat meddelande",
        forwarding="vidarebef",
        original="ursprungligt meddelande|urspr. meddelande|originalmeddelande|ursprungliga meddelandet"
        "|ursprungligt mail|ursprungliga meddelande",
        on_behalf_of="på uppdrag av|på uppdrag för",
        months="januari/jan|februari/feb|mars/mar|april/apr|maj|juni/jun|juli/jul|augusti/aug"
        "|september/sep/sept|oktober/okt|november/nov|december/dec",
        weekdays="måndag/mån|tisdag/tis|onsdag/ons|torsdag/tors/tor|fredag/fre|lördag/lör|söndag/sön",
        other_days="igår", am="fm|f.m.", pm="em|e.m.",
    ),
    Language(
        code="da", from_="Fra", sent="Sendt", date="Dato", to="Til", cc="Cc|Kopi|Kopi til", subject="Emne",
        reply_to="Svar til", wrote_either="skrev|skriver", aside="følgende", on="Den|D.",
        before_name="kl.|kl|klokken",
        forwarded="videresendt besked|videresendt meddelelse|start på videresendt besked|videresendt mail"
        "|start på videresendt meddelelse|begynd videresendt besked|påbegynd videresendt besked"
        "|videresendt e-mail",
        forwarding="videresend",
        original="oprindelig meddelelse|original meddelelse|oprindelig besked|original besked"
        "|den oprindelige meddelelse|oprindelig mail",
        on_behalf_of="på vegne af",
        months="januar/jan|februar/feb|marts/mar|april/apr|maj|juni/jun|juli/jul|august/aug"
        "|september/sep/sept|oktober/okt|november/nov|december/dec",
        weekdays="mandag/man|tirsdag/tir/tirs|onsdag/ons|torsdag/tor/tors|fredag/fre|lørdag/lør|søndag/søn",
        other_days="i går",
    ),
    Language(
        code="nb", from_="Fra", sent="Sendt", date="Dato", to="Til", cc="Kopi|Kopi til", subject="Emne",
        reply_to="Svar til", wrote_either="skrev|skriver", aside="følgende", on="Den|På",
        before_name="kl.|kl|klokken",
        forwarded="videresendt melding|start på videresendt melding|begynn videresendt melding"
        "|videresendt e-post|begynnelse på videresendt melding|starten på videresendt melding",
        forwarding="videresend",
        original="opprinnelig melding|opprinnelig e-post|original melding|den opprinnelige meldingen",
        on_behalf_of="på vegne av",
        months="januar/jan|februar/feb|mars/mar|april/apr|mai|juni/jun|juli/jul|august/aug"
        "|september/sep/sept|oktober/okt|november/nov|desember/des",
        weekdays="mandag/man|tirsdag/tir/tirs|onsdag/ons|torsdag/tor/tors|fredag/fre|lørdag/lør|søndag/søn",
        other_days="i går", am="a.m.", pm="p.m.",
    ),
    Language(
        code="nn", from_="Frå", sent="Sendt", date="Dato", to="Til", cc="Kopi", subject="Emne",
        reply_to="Svar til", wrote_either="skreiv|skriv", on="Den", before_name="kl.|klokka",
        forwarded="vidaresend melding|vidaresendt melding|start på vidaresend melding",
        forwarding="vidaresend", original="opphavleg melding|opprinneleg melding",
        on_behalf_of="på vegner av",
        months="januar/jan|februar/feb|mars/mar|april/apr|mai|juni/jun|juli/jul|august/aug|september/sep"
        "|oktober/okt|november/nov|desember/des",
        weekdays="måndag/mån|tysdag/tys|onsdag/ons|torsdag/tor|fredag/fre|laurdag/lau|sundag/søndag/sun",
    ),
    Language(
        code="is", from_="Frá", sent="Sent|Sent þann", date="Dagsetning|Dags.", to="Til",
        cc="Afrit|Afrit til", subject="Efni", reply_to="Svara til", wrote="hefur skrifað",
        wrote_either="skrifaði|ritaði", on="Þann|Þ.|Hinn", before_name="kl.|klukkan",
        forwarded="áframsent skeyti|áframsend skilaboð|upphaf áframsendra skilaboða"
        "|upphaf áframsends skeytis|framsent skeyti",
        forwarding="áframsen",
        original="upprunaleg skilaboð|upprunalegt skeyti|upphaflegt skeyti|upphafleg skilaboð",
        on_behalf_of="fyrir hönd",
        months="janúar/jan|febrúar/feb|mars/mar|apríl/apr|maí|júní/jún|júlí/júl|ágúst/ágú|september/sep"
        "|október/okt|nóvember/nóv|desember/des",
        weekdays="mánudagur/mánudaginn/mán|þriðjudagur/þriðjudaginn/þri/þrið|miðvikudagur/miðvikudaginn/mið"
        "|fimmtudagur/fimmtudaginn/fim|föstudagur/föstudaginn/fös|laugardagur/laugardaginn/lau"
        "|sunnudagur/sunnudaginn/sun",
        am="f.h.", pm="e.h.",
    ),
)  # fmt: skip
