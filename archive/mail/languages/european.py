"""Rows of the table of languages: Celtic ones, and those of Europe that stand alone."""

from __future__ import annotations

from archive.mail.languages.language import Language

EUROPEAN = (
    Language(
        code="el", from_="Από|Αποστολέας", sent="Στάλθηκε|Εστάλη|Αποστολή|Ημερομηνία αποστολής",
        date="Ημερομηνία|Ημ/νία", to="Προς|Παραλήπτης", cc="Κοιν.|Κοινοποίηση|Κοιν", subject="Θέμα",
        reply_to="Απάντηση προς|Απάντηση σε", wrote="έγραψε|έγραψε τα εξής|γράφει",
        on="Στις|Την|Τη|Στις ημερομηνία", before_name="ο χρήστης|η χρήστης|ο/η χρήστης|ο/η|ο|η|στις|ώρα|μ.μ",
        forwarded="προωθημένο μήνυμα|αρχή προωθημένου μηνύματος|έναρξη προωθημένου μηνύματος"
        "|προωθούμενο μήνυμα|έναρξη προωθούμενου μηνύματος|αρχή προωθούμενου μηνύματος|μήνυμα που προωθήθηκε"
        "|διαβιβασμένο μήνυμα",
        forwarding="προωθ|διαβιβ", original="αρχικό μήνυμα|πρωτότυπο μήνυμα|αυθεντικό μήνυμα|γνήσιο μήνυμα",
        on_behalf_of="εκ μέρους|για λογαριασμό",
        months="ιανουάριος/ιανουαρίου/ιαν|φεβρουάριος/φεβρουαρίου/φεβ|μάρτιος/μαρτίου/μαρ"
        "|απρίλιος/απριλίου/απρ|μάιος/μαΐου/μαΐ/μάι/μαϊ|ιούνιος/ιουνίου/ιουν|ιούλιος/ιουλίου/ιουλ"
        "|αύγουστος/αυγούστου/αυγ|σεπτέμβριος/σεπτεμβρίου/σεπ/σεπτ|οκτώβριος/οκτωβρίου/οκτ"
        "|νοέμβριος/νοεμβρίου/νοε|δεκέμβριος/δεκεμβρίου/δεκ",
        weekdays="δευτέρα/δευ|τρίτη/τρί/τρι|τετάρτη/τετ|πέμπτη/πέμ/πεμ|παρασκευή/παρ|σάββατο/σάβ/σαβ"
        "|κυριακή/κυρ",
        other_days="χθες", am="π.μ.|πμ|π.μ", pm="μ.μ.|μμ|μ.μ",
    ),
    Language(
        code="tr", from_="Kimden|Gönderen",
        sent="Gönderildi|Gönderilme Tarihi|Gönderme tarihi|Gönderim Tarihi|Gönderilen|Gönderim tarihi",
        date="Tarih", to="Kime|Alıcı|Alıcılar", cc="Bilgi|Kopya|Bilgi (CC)", subject="Konu",
        reply_to="Yanıtla|Yanıt adresi", wrote="şunu yazdı|yazdı|yazmış|şunları yazdı|tarihinde şunu yazdı",
        before_name="tarihinde|saat|saatinde|günü|'de|tarihinde saat",
        forwarded="iletilen ileti|iletilmiş ileti|iletilen ileti başlangıcı|yönlendirilen ileti"
        "|yönlendirilmiş ileti|yönlendirilen ileti başlangıcı|yönlendirilen mesaj|iletilen mesaj"
        "|iletilen mesajın başlangıcı|iletilmiş mesaj|iletilen iletinin başlangıcı|yönlendirilmiş mesaj"
        "|başlangıç iletilen mesaj|iletilmiş iletinin başlangıcı",
        forwarding="iletilen|iletilmiş|yönlendiril",
        original="özgün ileti|orijinal ileti|orijinal mesaj|özgün mesaj|asıl ileti|orjinal mesaj",
        on_behalf_of="adına",
        months="ocak/oca|şubat/şub|mart/mar|nisan/nis|mayıs/may|haziran/haz|temmuz/tem|ağustos/ağu|eylül/eyl"
        "|ekim/eki|kasım/kas|aralık/ara",
        weekdays="pazartesi/pzt|salı/sal|çarşamba/çar|perşembe/per|cuma/cum|cumartesi/cmt|pazar/paz",
        other_days="dün", am="ÖÖ", pm="ÖS",
    ),
    Language(
        code="sq", from_="Nga|Dërguesi", sent="Dërguar|Dërguar më|U dërgua|Dërguar më datë", date="Data|Datë",
        to="Për|Te|Drejtuar|Marrësi", cc="Kopje|Cc", subject="Subjekti|Tema|Subjekt|Lënda",
        wrote="shkroi|ka shkruar|shkruan", on="Më|Me|Në", before_name="në|ora|në orën|përdoruesi",
        forwarded="mesazh i përcjellë|mesazhi i përcjellë|fillimi i mesazhit të përcjellë|mesazh i ridërguar"
        "|fillim i mesazhit të përcjellë|fillimi i mesazhit të ridërguar",
        forwarding="përcjell|ridërg", original="mesazhi origjinal|mesazh origjinal|mesazhi fillestar",
        on_behalf_of="në emër të",
        months="janar/jan|shkurt/shk|mars/mar|prill/pri|maj|qershor/qer|korrik/korr/kor|gusht/gush/gsh"
        "|shtator/sht|tetor/tet|nëntor/nën|dhjetor/dhj",
        weekdays="e hënë/hën/hënë|e martë/mar/martë|e mërkurë/mër/mërkurë|e enjte/enj/enjte"
        "|e premte/pre/premte|e shtunë/sht/shtunë|e diel/die/diel",
        am="e paradites|paradite|PD", pm="e pasdites|pasdite|MD",
    ),
    Language(
        code="eu", from_="Nork|Igorlea|Bidaltzailea|Nondik|Igorle",
        sent="Bidalia|Bidalita|Bidaltze-data|Noiz bidalia", date="Data|Noiz",
        to="Nori|Hartzailea|Nora|Hartzaileak", cc="Kopia|Cc", subject="Gaia",
        wrote="idatzi du|idatzi zuen|hau idatzi du|hau idatzi zuen|erabiltzaileak hau idatzi du"
        "|igorleak hau idatzi zuen|igorleak hau idatzi du|erabiltzaileak idatzi du|idatzi du hau"
        "|erabiltzaileak hau idatzi zuen",
        before_name="(e)an|egunean|orduan|(a)n",
        forwarded="birbidalitako mezua|birbidalitako mezuaren hasiera|berbidalitako mezua"
        "|birbidalitako mezua hasi|berbidalitako mezuaren hasiera",
        forwarding="birbidal|berbidal", original="jatorrizko mezua", on_behalf_of="izenean",
        months="urtarrila/urtarrilak/urt|otsaila/otsailak/ots|martxoa/martxoak/mar|apirila/apirilak/api"
        "|maiatza/maiatzak/mai|ekaina/ekainak/eka|uztaila/uztailak/uzt|abuztua/abuztuak/abu"
        "|iraila/irailak/ira|urria/urriak/urr|azaroa/azaroak/aza|abendua/abenduak/abe",
        weekdays="astelehena/al|asteartea/ar|asteazkena/az|osteguna/og|ostirala/or|larunbata/lr|igandea/ig",
    ),
    Language(
        code="ga", from_="Ó", sent="Seolta", date="Dáta", to="Chuig|Go", cc="Cóip", subject="Ábhar",
        wrote_either="scríobh|a scríobh", on="Ar", before_name="ag",
        forwarded="teachtaireacht curtha ar aghaidh|tús na teachtaireachta curtha ar aghaidh"
        "|teachtaireacht ar aghaidh",
        forwarding="ar aghaidh", original="teachtaireacht bhunaidh|bunteachtaireacht|an bhunteachtaireacht",
        on_behalf_of="thar ceann",
        months="eanáir/ean|feabhra/feabh|márta/már|aibreán/aib|bealtaine/beal|meitheamh/meith|iúil"
        "|lúnasa/lún|meán fómhair/mfómh|deireadh fómhair/dfómh|samhain/samh|nollaig/noll",
        weekdays="dé luain/luan|dé máirt/máirt|dé céadaoin/céad|déardaoin/déar|dé haoine/aoine"
        "|dé sathairn/sath|dé domhnaigh/domh",
        am="r.n.", pm="i.n.",
    ),
    Language(
        code="cy", from_="Oddi wrth|Oddi Wrth", sent="Anfonwyd|Anfonwyd ar", date="Dyddiad", to="At",
        cc="Copi|Cc", subject="Pwnc|Testun", wrote_either="ysgrifennodd|sgrifennodd", on="Ar|Am",
        before_name="am",
        forwarded="neges a anfonwyd ymlaen|dechrau'r neges a anfonwyd ymlaen|dechrau neges a anfonwyd ymlaen"
        "|neges wedi'i hanfon ymlaen|neges wedi ei hanfon ymlaen",
        forwarding="ymlaen", original="neges wreiddiol|y neges wreiddiol", on_behalf_of="ar ran",
        months="Ionawr/Ion|Chwefror/Chwe|Mawrth/Maw|Ebrill/Ebr|Mai|Mehefin/Meh|Gorffennaf/Gor|Awst|Medi"
        "|Hydref/Hyd|Tachwedd/Tach|Rhagfyr/Rhag",
        weekdays="dydd llun/llun|dydd mawrth/mawrth|dydd mercher/mer|dydd iau/iau|dydd gwener/gwe"
        "|dydd sadwrn/sad|dydd sul/sul",
        am="yb", pm="yh",
    ),
)  # fmt: skip
