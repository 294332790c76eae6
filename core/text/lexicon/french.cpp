// SPDX-License-Identifier: Apache-2.0
#include "text/lexicon/lexicon.h"

const std::string_view retort::lexicon::kFrench = R"(
de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont la avec ou son aux d l s n c j qu m t
cette ces ses sa leur leurs lui elle elles ils nous vous je tu on y mais comme tout tous toute toutes été fait ont même être sans
aussi bien entre deux après autre autres dont était avait peut depuis encore très où si nos notre vos votre mes mon ma tes ton ta
moi toi soi me te donc ainsi alors car ni quand lorsque puis afin lors sous vers chez contre pendant avant jusque jusqu jusqu'à dès
peu beaucoup trop assez moins tant autant plusieurs quelques quelque chaque certain certains certaine certaines aucun aucune rien
personne quelqu quelqu'un celui celle ceux celles ceci cela ça ici là voici voilà jamais toujours souvent parfois déjà bientôt
hier aujourd'hui aujourd hui demain maintenant matin soir nuit jour jours semaine semaines mois an ans année années heure heures
minute minutes seconde secondes temps fois siècle
nombre nombres réponse réponses question questions problème problèmes somme total ajouter ajoute ajoutons soustraire multiplier
multiplie diviser divisé division produit différence égal égale équation équations résoudre solution étape étapes calculer calcul
calculons calcule valeur valeurs fraction pourcentage pour cent moitié tiers quart double trois quatre cinq six sept huit neuf dix
onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent mille million millions coût coûte prix argent
euros reste restant donne donné donner obtient obtenons résultat attends attendez vérifier vérifions correct faux peut-être
d'abord ensuite enfin finalement trouver trouvé trouve penser pense signifie besoin besoins côté côtés longueur largeur hauteur aire
angle triangle carré cercle rayon distance vitesse moyenne rapport entier entiers positif négatif premier premiers première facteur
racine fonction point points droite plan soit supposons considérons montrer preuve
oui non merci bonjour bonsoir monsieur madame homme hommes femme femmes enfant enfants garçon fille filles fils ami amis amie famille
mère père parents frère soeur sœur maison appartement chambre porte fenêtre table chaise lit rue ville villes village pays monde terre
eau air feu ciel soleil lune mer rivière fleuve montagne forêt arbre arbres jardin animal animaux chien chat cheval oiseau poisson
livre livres lettre mot mots langue français française françaises france paris anglais allemand europe européen européenne québec canada
histoire nom noms musique art film journal école écoles élève élèves professeur université étude études étudiant étudiants science
recherche recherches travail travailler travaille travaux entreprise entreprises société économie marché industrie banque gouvernement
président ministre parti politique loi lois droit droits justice tribunal police guerre paix armée pouvoir état états public publique
population santé hôpital médecin maladie manger boire dormir voiture train avion bateau chemin route voyage jeu jeux joueur joueurs
jouer équipe club saison victoire
aller va vont allé venir vient venu venue faire fais font faisait dire dit dis disait voir voit vu vue savoir sait su pouvoir peux
peuvent pouvait pourra pourrait vouloir veux veut veulent voulait voudrais devoir doit doivent devait devrait falloir faut fallait
prendre prend pris prise mettre met mis mise tenir tient tenu rester laisser laisse passer passe passé parler parle parlé écrire écrit
lire lu entendre entendu comprendre comprend compris connaître connaît connu croire croit cru sembler semble devenir devient devenu
demander demande répondre répond perdre perdu gagner gagné sortir sorti entrer entré arriver arrive arrivé partir parti revenir
commencer commence commencé finir fini continuer continue suivre suit suivi vivre vit vécu mourir mort naître né aimer aime aimé
porter porte chercher cherche essayer acheter acheté vendre vendu payer payé ouvrir ouvert fermer fermé courir tomber offrir recevoir
reçu permettre permet permis présenter présente créer créé utiliser utilise utilisé utilisant
suis es sommes êtes étais étaient serait seront sera soit soient ai as avons avez avaient aura auront aurait ait eu
grand grande grands grandes petit petite petits petites bon bonne bons bonnes mauvais mauvaise nouveau nouvelle nouveaux nouvelles
vieux vieille jeune jeunes beau belle beaux long longue court haut haute bas basse gros fort forte faible facile difficile simple
important importante possible impossible vrai vraie faux libre plein vide riche pauvre heureux heureuse triste chaud froid blanc
blanche noir noire rouge vert verte bleu bleue jaune meilleur meilleure mieux pire même seul seule dernier dernière prochain
prochaine propre différent différente différents différentes tel telle quel quelle quels quelles lequel laquelle lesquels lesquelles
selon parmi malgré environ presque surtout plutôt seulement vraiment certainement probablement exactement simplement rapidement
lentement ensemble notamment cependant pourtant néanmoins toutefois parce puisque quoi comment combien pourquoi tandis sinon
également généralement actuellement particulièrement directement complètement immédiatement
chose choses partie parties lieu lieux place cas fait faits raison raisons idée idées sorte type types exemple exemples ordre région
main mains oeil œil yeux tête visage corps coeur cœur esprit pied pieds voix
développement gouvernement mouvement changement moment document environnement établissement enseignement traitement département
événement bâtiment logement sentiment jugement appartement règlement renseignement comportement
information situation organisation production condition conditions formation relation relations position action actions
association administration commission communication construction création direction éducation élection évolution
expression institution intervention opération participation population présentation protection réaction révolution section tradition
qualité réalité société sécurité université activité activités possibilité responsabilité difficulté liberté égalité communauté
majorité capacité nécessité vérité beauté santé volonté
différence expérience présence absence science conscience violence influence importance connaissance connaissances naissance
croissance distance substance finance confiance puissance
passage message image voyage visage village avantage langage mariage personnage paysage ouvrage
nature culture lecture structure peinture ouverture aventure littérature agriculture température
économique politique publique historique technique pratique scientifique physique critique logique électronique
nationale international internationale régional général générale social sociale principal spécial naturel naturelle culturel
culturelle professionnel professionnelle personnel personnelle réel officiel officielle
directeur professeur acteur auteur lecteur docteur ingénieur vendeur travailleur chanteur intérieur extérieur supérieur
étaient avaient faisaient disaient pouvaient devaient voulaient venaient
ministère mystère manière matière lumière rivière frontière carrière dernière première
utile utiles utilisateur utilisateurs facile mobile fragile mille ville famille feuille bouteille
nécessaire contraire salaire militaire dictionnaire anniversaire vocabulaire
chercheurs chanson chapitre château chaleur champ champion chance
épreuve épreuves épaule époque équilibre espace espèce espoir esprit essence état étape étoile étrange étranger étrangers été
août accueil appel auprès autour avenir aveugle beaucoup bureau cadeau château niveau morceau oiseau tableau drapeau
jeudi vendredi samedi dimanche lundi mardi mercredi janvier février mars avril mai juin juillet septembre octobre novembre décembre
printemps automne hiver nord sud est ouest
logiciel ordinateur réseau fichier données site page internet programme
)";
