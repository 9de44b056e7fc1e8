"""Rows of the table of languages: Romance ones."""

from __future__ import annotations

from archive.mail.languages.language import Language

ROMANCE = (
    Language(
        code="fr", from_="De", sent="Envoyé|Envoyé le|Envoyé à|Date d'envoi|Date d’envoi", date="Date",
        to="À|Pour|Destinataire", cc="Cc|Copie|Copie à|Copies à|Cci", subject="Objet|Sujet",
        reply_to="Répondre à|Réponse à", wrote="a écrit|écrit|écrivit|écrivait|a envoyé|a dit", said="a dit",
        aside="ceci", on="Le|À|A", quoting="Selon|Citation de", opening="Dans son message du",
        before_name="à|de la part de|par|h",
        forwarded="message transféré|message réexpédié|début du message réexpédié|début du message transféré"
        "|début de message réexpédié|début de message transféré|courriel transféré|message transmis"
        "|mail transféré|e-mail transféré|courriel réexpédié",
        forwarding="transfér|réexpédi", end_of_forwarded="fin du message réexpédié|fin du message transféré",
        original="message d'origine|message d’origine|message original|message initial|courriel original"
        "|mail original|courriel d'origine|e-mail d'origine",
        on_behalf_of="de la part de|au nom de",
        months="janvier/janv/jan|février/févr/fév|mars/mar|avril/avr|mai|juin|juillet/juil|août"
        "|septembre/sept/sep|octobre/oct|novembre/nov|décembre/déc",
        weekdays="lundi/lun|mardi/mar|mercredi/mer|jeudi/jeu|vendredi/ven|samedi/sam|dimanche/dim",
        other_days="hier", pronouns="vous|tu|il|elle|je", particles="de|du|la|le",
    ),
    Language(
        code="es", from_="De|Remitente", sent="Enviado|Enviado el|Enviado a|Enviada|Enviado a las",
        date="Fecha", to="Para|A|Destinatario", cc="CC|Copia|CCO", subject="Asunto|Tema",
        reply_to="Responder a|Responder-a", wrote="escribió|escribía|escribe|ha escrito|dijo",
        said="dijo|escribe", aside="lo siguiente", on="El", quoting="Citando|Citando a|Mensaje de|Cita de",
        before_name="a las|a la|h|hrs|horas|por",
        forwarded="mensaje reenviado|inicio del mensaje reenviado|comienzo del mensaje reenviado"
        "|correo reenviado|inicio de mensaje reenviado|principio del mensaje reenviado",
        forwarding="reenvia", end_of_forwarded="fin del mensaje reenviado",
        original="mensaje original|mensaje de origen|correo original",
        on_behalf_of="en nombre de|de parte de",
        months="enero/ene|febrero/feb|marzo/mar|abril/abr|mayo/may|junio/jun|julio/jul|agosto/ago"
        "|septiembre/setiembre/sept/sep/set|octubre/oct|noviembre/nov|diciembre/dic",
        weekdays="lunes/lun|martes/mar|miércoles/mié|jueves/jue|viernes/vie|sábado/sáb|domingo/dom",
        other_days="ayer", am="a. m.|a.m.|a. m", pm="p. m.|p.m.|p. m", particles="de|del|la|el|y",
    ),
    Language(
        code="pt", from_="De|Remetente",
        sent="Enviado|Enviada|Enviada em|Enviado em|Enviado a|Enviada a|Enviado às", date="Data",
        to="Para|A|Destinatário", cc="Cc|Cco|Com cópia", subject="Assunto",
        reply_to="Responder a|Responder para", wrote="escreveu|escrevia|escreve|disse", said="disse|escreve",
        aside="o seguinte", on="Em|No dia|A|À", quoting="Citando|Citando a|Mensagem de",
        before_name="às|à|no dia|as|h|horas|por",
        forwarded="mensagem encaminhada|mensagem reencaminhada|início da mensagem encaminhada"
        "|início da mensagem reencaminhada|início de mensagem encaminhada|início de mensagem reencaminhada"
        "|inicio da mensagem encaminhada|e-mail encaminhado|e-mail reencaminhado",
        forwarding="encaminhad", end_of_forwarded="fim da mensagem encaminhada",
        original="mensagem original|mensagem de origem|e-mail original",
        on_behalf_of="em nome de|da parte de",
        months="janeiro/jan|fevereiro/fev|março/mar|abril/abr|maio/mai|junho/jun|julho/jul|agosto/ago"
        "|setembro/set|outubro/out|novembro/nov|dezembro/dez",
        weekdays="segunda-feira/segunda/seg|terça-feira/terça/ter|quarta-feira/quarta/qua"
        "|quinta-feira/quinta/qui|sexta-feira/sexta/sex|sábado/sáb|domingo/dom",
        other_days="ontem", am="a.m.", pm="p.m.", particles="de|da|do|dos|e",
    ),
    Language(
        code="gl", from_="De", sent="Enviado|Enviado o", date="Data", to="Para|A", cc="CC", subject="Asunto",
        reply_to="Responder a", wrote="escribiu|escribía", on="O|O día|Em", before_name="ás|as",
        forwarded="mensaxe reenviada|inicio da mensaxe reenviada|comezo da mensaxe reenviada"
        "|inicio de mensaxe reenviada",
        forwarding="reenviad", original="mensaxe orixinal", on_behalf_of="en nome de",
        months="xaneiro/xan|febreiro/feb|marzo/mar|abril/abr|maio/mai|xuño/xuñ|xullo/xul|agosto/ago"
        "|setembro/set|outubro/out|novembro/nov|decembro/dec",
        weekdays="luns/lun|martes/mar|mércores/mér|xoves/xov|venres/ven|sábado/sáb|domingo/dom", am="a.m.",
        pm="p.m.",
    ),
    Language(
        code="ca", from_="De", sent="Enviat|Enviat el|Enviada el|Enviada", date="Data",
        to="Per a|A|Per|Destinatari", cc="A/c|Cc|Còpia", subject="Assumpte|Tema|Afer|Afers",
        reply_to="Respon a", wrote="va escriure|ha escrit|escriu|va dir|escrigué", said="va dir|escriu",
        on="El|El dia", quoting="Missatge de|Citant", before_name="a les|a la|del dia|el dia",
        forwarded="missatge reenviat|inici del missatge reenviat|començament del missatge reenviat"
        "|missatge reexpedit",
        forwarding="reenvia", original="missatge original|missatge d'origen", on_behalf_of="en nom de",
        months="gener/gen|febrer/febr/feb|març|abril/abr|maig|juny|juliol/jul|agost/ag|setembre/set"
        "|octubre/oct|novembre/nov|desembre/des",
        weekdays="dilluns/dl|dimarts/dt|dimecres/dc|dijous/dj|divendres/dv|dissabte/ds|diumenge/dg",
        other_days="ahir", am="a. m.", pm="p. m.",
    ),
    Language(
        code="it", from_="Da|Mittente", sent="Inviato|Inviato il|Inviata|Data invio|Inviato alle",
        date="Data", to="A|Per|Destinatario", cc="Cc|Ccn|Copia", subject="Oggetto",
        reply_to="Rispondi a|Rispondi-a", wrote="ha scritto|scrive|scrisse|scriveva|ha inviato",
        aside="quanto segue", on="Il giorno|Il|In data", quoting="Citando|Secondo|Messaggio da",
        before_name="alle ore|alle|ore|da parte di|l'utente",
        forwarded="messaggio inoltrato|inizio messaggio inoltrato|inizio del messaggio inoltrato"
        "|mail inoltrata|e-mail inoltrata",
        forwarding="inoltrat", end_of_forwarded="fine messaggio inoltrato|fine del messaggio inoltrato",
        original="messaggio originale|messaggio di origine|messaggio originario|mail originale",
        on_behalf_of="per conto di|a nome di",
        months="gennaio/gen|febbraio/feb|marzo/mar|aprile/apr|maggio/mag|giugno/giu|luglio/lug|agosto/ago"
        "|settembre/set/sett|ottobre/ott|novembre/nov|dicembre/dic",
        weekdays="lunedì/lun|martedì/mar|mercoledì/mer|giovedì/gio|venerdì/ven|sabato/sab|domenica/dom",
        other_days="ieri", particles="di|da|del|la",
    ),
    Language(
        code="ro", from_="De la|Expeditor", sent="Trimis|Trimisă|Trimis la|Trimis la data", date="Data|Dată",
        to="Către|Catre|Destinatar", cc="Cc|Copie", subject="Subiect|Subiectul",
        reply_to="Răspuns către|Răspunde la", wrote="a scris|scria|scrie",
        on="Pe|În|La|În data de|Pe data de|La data de", before_name="la|ora|utilizatorul",
        forwarded="mesaj redirecționat|mesaj redirecţionat|începutul mesajului redirecționat"
        "|mesaj transmis mai departe|începutul mesajului redirecţionat|începe mesajul redirecționat"
        "|mesaj retransmis|mesaj înaintat|începutul mesajului retransmis",
        forwarding="redirecționat|redirecţionat|retransmis",
        original="mesaj original|mesajul original|mesaj iniţial|mesaj inițial", on_behalf_of="în numele",
        months="ianuarie/ian|februarie/feb|martie/mar|aprilie/apr|mai|iunie/iun|iulie/iul|august/aug"
        "|septembrie/sept/sep|octombrie/oct|noiembrie/nov/noi|decembrie/dec",
        weekdays="luni/lun|marți/marţi/mar|miercuri/mie|joi|vineri/vin|sâmbătă/sâm|duminică/dum",
        other_days="ieri", am="a.m.", pm="p.m.",
    ),
)  # fmt: skip
